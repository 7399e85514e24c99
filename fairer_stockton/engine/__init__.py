"""Engines that run the compiled sums."""
