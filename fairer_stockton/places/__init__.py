"""Places: which areas there are, how deprived each is, how they compare, and which come first."""
