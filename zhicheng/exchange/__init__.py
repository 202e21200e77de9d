"""How files come in and verdicts go out: case files, verdict lines, spreadsheets."""
