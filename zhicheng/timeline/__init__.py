"""What happened to a submission or a person, all of it: moves, corrections, letters, look-ups, and who looked at what."""
