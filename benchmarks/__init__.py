"""Speeds as ratios to named peers, measured in one run."""
