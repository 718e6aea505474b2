"""`desireline rules`: the rules of check, and the page of each; what any other code finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from desireline.diagnostics import Diagnostic


@click.command(short_help="List the rules of check, or tell what a code finds.")
@click.argument("codes", metavar="[CODE]…", nargs=-1)
def rules(codes: tuple[str, ...]) -> None:
    """List the rules of check, or print the pages of some, and what any other CODE of a message finds.

    A page says what the rule finds, why it hurts a customer and what to do, with a bad and a good map.
    """
    from desireline.check.pages import listing

    click.echo("\n".join(_told(codes)) if codes else listing(), nl=False)


def _told(said: tuple[str, ...]) -> list[str]:
    from desireline import api
    from desireline.check.pages import page
    from desireline.diagnostics import DesirelineError
    from desireline.diagnostics.codes import CATALOGUE
    from desireline.diagnostics.codes_page import line

    rules, codes = api.rules(), [code.upper() for code in said]
    unknown = [code for code in codes if code not in CATALOGUE]
    if unknown:
        raise DesirelineError(map(_unknown, unknown))
    return [page(rules[code]) if code in rules else line(code) for code in codes]


def _unknown(code: str) -> Diagnostic:
    from desireline.diagnostics import Diagnostic, Fix, Near
    from desireline.diagnostics.codes_page import near

    return Diagnostic(
        "C104",
        f"there is no code `{code}`",
        why="what it finds cannot be told",
        fix=Fix("`desireline rules` lists the rules of check; docs/reference/codes.md has all codes"),
        near=tuple(Near(each) for each in near(code)),
    )
