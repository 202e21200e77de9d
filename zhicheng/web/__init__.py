"""The other doors: the gate, signing in, errors, headers, the frame, and pages that outgrew Flask-Admin."""
