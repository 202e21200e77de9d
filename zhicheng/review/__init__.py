"""What the first person thinks: take it from the queue into a batch, pass, propose to decline, or return."""
