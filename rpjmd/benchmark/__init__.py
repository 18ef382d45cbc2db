"""Measuring in a throw-away database, for development: nothing here runs in a request."""
