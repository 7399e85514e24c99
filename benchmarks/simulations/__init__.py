"""Simulations: how often the words and intervals of the report hold, in worlds where the truth is known."""
