"""The catalogue of codes: what each one finds. Each room lists its own in a module beside this one."""

from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType


def _merged() -> dict[str, str]:
    merged: dict[str, str] = {}
    for module in sorted(found.name for found in iter_modules(__path__)):
        codes: dict[str, str] = import_module(f"{__name__}.{module}").CODES
        twice = merged.keys() & codes.keys()
        if twice:
            raise ValueError(f"codes listed twice: {', '.join(sorted(twice))}")
        merged |= codes
    return dict(sorted(merged.items()))


FAMILIES = MappingProxyType(
    {
        "C": "The command line",
        "D": "Drafting a map",
        "E": "Events: files of them, and lakes",
        "J": "Maps",
        "L": "Maps that run live",
        "M": "Measures",
        "P": "Pictures",
        "R": "Replay",
        "S": "Simulation",
        "V": "The service",
        "X": "One customer's story",
    }
)
"""first letter of a code -> what its family is about."""
CATALOGUE = MappingProxyType(_merged())
"""code -> one sentence of what it finds, for every code."""
