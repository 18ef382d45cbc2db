"""Measuring what the RPJMD's part costs, for the benchmark commands (development only)."""
