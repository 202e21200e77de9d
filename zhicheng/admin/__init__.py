"""The staff's door: Flask-Admin with every ability closed until a screen names it (docs/screens.md)."""
