"""The rules for people: a list of all, and the page of each, in Markdown."""

from collections.abc import Iterator

from desireline.check.registry import RULES
from desireline.check.rule import Rule

_HEAD = """# Rules of check

Made from the rules themselves (`desireline rules J204` prints one of these pages). `desireline check` holds every map that can be
read against them. Ways are a map's `starts` and `next`; what customers do off the map is recorded, never forbidden, and no rule
speaks of it.

Errors and warnings end `check` with exit code 1; hints alone with 0. What is right as it stands is allowed where it stands, with
the reason: `allow: [{rule: J204, because: They browse for as long as they like}]` at a noun or at the map itself; with
`severity: hint` it is still shown. An allowance that is no longer needed is reported.
"""


def listing() -> str:
    """One line for each rule."""
    return "".join(f"{rule.code}  {rule.severity:<7}  {rule.title}\n" for rule in RULES.values())


def page(rule: Rule) -> str:
    """The page of one rule."""
    return "\n".join(_page(rule, "#"))


def reference_page() -> str:
    """All pages as one, for docs/reference."""
    table = ["| rule | severity | finds |", "|---|---|---|"]
    table += [f"| [{r.code}](#{_anchor(r)}) | {r.severity} | {r.title} |" for r in RULES.values()]
    return "\n".join([_HEAD, *table, "", *(line for rule in RULES.values() for line in _page(rule, "##"))])


def _anchor(rule: Rule) -> str:
    return f"{rule.code}: {rule.title}".lower().replace(" ", "-").translate(str.maketrans("", "", ":,`'"))


def _page(rule: Rule, heading: str) -> Iterator[str]:
    yield f"{heading} {rule.code}: {rule.title}"
    yield from ("", f"Severity: {rule.severity}.", "", rule.finds, "")
    yield from (f"Why it matters: {rule.why}.", "", f"What to do: {rule.fix}.", "")
    for title, text in (("Not so", rule.bad), ("But so", rule.good)):
        if text:
            yield from (f"{title}:", "", "```yaml", text.rstrip(), "```", "")
