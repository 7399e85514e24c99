"""One pandera model a source: what one staged row is."""
