"""The headline gaps of an edition: which they are, and what is said of each."""
