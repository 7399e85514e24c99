"""Replay: the counts of neighbourhoods from which a page recomputes an open figure that is a sum of them."""
