"""The command line: each command parses, calls one function of `desireline.api`, and prints. Data goes to stdout, messages to stderr."""

try:
    from desireline.cli.program import main
except KeyboardInterrupt:
    # Loading takes long enough to be interrupted; nothing has begun that could be told of.
    raise SystemExit(130) from None

__all__ = ["main"]
