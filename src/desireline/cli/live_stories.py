"""One customer's story from a store, for a person: what `stories` prints, and what was decided for the customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.cli.printing import counted
from desireline.cli.stories import Page, print_events, print_head, print_journeys, print_why
from desireline.explain import moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desireline.live import EffectTold, LiveStory

MOST_EFFECTS = 20


def print_live_story(story: LiveStory, *, whole: bool) -> None:
    """The story. Of a long one the beginning and the end are printed, of effects the latest; what is left out is said."""
    page = Page(whole)
    told, telling = story.told
    print_head(page, story.story, telling)
    for answer in story.why:
        print_why(page, answer.answer, telling, {effect.stored.effect.id for effect in answer.effects})
        for effect in answer.effects[-MOST_EFFECTS:]:
            _print_effect(page, effect)
    if story.gone is not None:
        page.head(f"Why {story.gone}: no map has it any more")
        for effect in story.why_gone[-MOST_EFFECTS:]:
            _print_effect(page, effect)
    print_journeys(page, telling, story.story.as_of_us)
    _print_effects(page, story.effects)
    print_events(page, told)


def _print_effects(page: Page, effects: Sequence[EffectTold]) -> None:
    page.head(f"Decided for this customer: {counted(len(effects), 'effect')}")
    shown = effects if page.whole else effects[-MOST_EFFECTS:]
    page.left_out(len(effects) - len(shown), "effect")
    for effect in shown:
        _print_effect(page, effect)


def _print_effect(page: Page, told: EffectTold) -> None:
    effect = told.stored.effect
    line = f" ({told.line.rpartition('/')[2]})" if told.line is not None else ""
    what = " ".join(part for part in (effect.kind, effect.target or "") if part)
    branch = f", branch {effect.branch}" if effect.branch is not None else ""
    on = f" on {effect.channel}" if effect.channel else ""
    page.line(f"  {moment(effect.moment_us)}  ", f"{effect.action}{branch}: {what}{on}{line} [{effect.id}]", style="bold")
    page.line("      ", told.status_says)
    if told.why_says is not None:
        page.line("      why: ", told.why_says)
    for note in told.notes[:-1] if told.stored.status == "withdrawn" else told.notes:
        page.line("      ", f"{moment(note.at_us)} {note.kind}: {note.said}", style="dim")
