"""What the second person decides, and the batch as a legal act."""
