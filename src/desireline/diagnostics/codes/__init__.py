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


CATALOGUE = MappingProxyType(_merged())
"""code -> one sentence of what it finds, for every code."""
