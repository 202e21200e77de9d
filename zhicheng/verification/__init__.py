"""What a stranger may learn: whether a certificate holds, and nothing that would help to guess at people."""
