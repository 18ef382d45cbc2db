"""Measuring what the RPJMD's pages cost, for the benchmark commands (development only)."""
