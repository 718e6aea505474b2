"""`desireline rules`: the rules of check, and the page of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from desireline.check import Rule


@click.command()
@click.argument("codes", metavar="[CODE]…", nargs=-1)
def rules(codes: tuple[str, ...]) -> None:
    """List the rules of check, or print the pages of some.

    A page says what the rule finds, why it hurts a customer and what to do, with a bad and a good map.
    """
    from desireline.check.pages import listing, page

    known = _known(codes)
    click.echo("\n".join(page(rule) for rule in known) if codes else listing(), nl=False)


def _known(codes: tuple[str, ...]) -> list[Rule]:
    from desireline import api
    from desireline.diagnostics import DesirelineError, Diagnostic, Fix

    found = api.rules()
    unknown = [code for code in codes if code.upper() not in found]
    if unknown:
        raise DesirelineError(
            Diagnostic(
                "C104",
                f"there is no rule `{code}`",
                why="its page cannot be shown",
                fix=Fix("`desireline rules` lists all rules"),
            )
            for code in unknown
        )
    return [found[code.upper()] for code in codes]
