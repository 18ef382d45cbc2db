"""Measuring this package beside plain tools, in the same run on the same file."""
