"""Measure: staged tables with a passing verdict become observations and gaps."""
