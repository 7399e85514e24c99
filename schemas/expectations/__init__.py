"""One set of expectations a source: what the whole dataset is."""
