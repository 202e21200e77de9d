"""Words that every later chapter uses and that know nothing of titles."""
