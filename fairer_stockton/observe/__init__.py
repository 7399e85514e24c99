"""Observe: how each statistic of the closed vocabulary becomes observations, one module a kind."""
