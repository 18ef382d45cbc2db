"""Scoped reads of programs: every function takes the member who asks."""
