"""All rules, in the order of their codes."""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from desireline.check import rules
from desireline.check.rule import Rule


def _collected() -> dict[str, Rule]:
    found: dict[str, Rule] = {}
    for module in iter_modules(rules.__path__):
        rule: Rule = import_module(f"{rules.__name__}.{module.name}").RULE
        if rule.code in found:
            raise ValueError(f"two rules have the code {rule.code}")
        found[rule.code] = rule
    return dict(sorted(found.items()))


RULES: Mapping[str, Rule] = MappingProxyType(_collected())
"""code -> rule."""
