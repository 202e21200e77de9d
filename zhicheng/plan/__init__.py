"""One verb over many submissions: dry run, confirm, run row by row, resume, receipt."""
