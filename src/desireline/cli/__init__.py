"""The command line: each command parses, calls one function of `desireline.api`, and prints. Data goes to stdout, messages to stderr."""

from desireline.cli.program import main

__all__ = ["main"]
