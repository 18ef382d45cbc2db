"""What `bin/demo` and `bin/test` stand on: packages, servers and processes of this machine.

It runs before anything is installed, so it imports Python's standard library only; what a virtual
environment brings is imported inside the functions that run in one. Nothing of the application is
imported: the application is started, as a process, with its settings in the environment.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class Refusal(Exception):
    """A sentence for the operator: why this stops here, and what to type to go on."""
