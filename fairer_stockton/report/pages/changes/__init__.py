"""What changed since the last edition: how far, and why, as far as the two editions' records tell."""
