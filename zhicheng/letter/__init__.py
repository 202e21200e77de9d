"""What the office writes to people: the words that were sent, kept as they were, and set as PDF whenever they are asked for."""
