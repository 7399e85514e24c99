"""Evaluations: whether something that was done worked, or why that cannot be judged."""
