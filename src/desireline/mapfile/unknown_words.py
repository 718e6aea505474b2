"""Words that a noun does not have."""

from collections.abc import Sequence

from desireline.mapfile.findings import Findings
from desireline.mapfile.grammar import Word
from desireline.mapfile.nodes import Scalar
from desireline.mapfile.wording import NearNames, a, quoted, shown

WHY_PASSED_OVER = "it would be passed over, and whoever wrote it would think that it holds"


def report_unknown_word(findings: Findings, near: NearNames, key: Scalar, noun: str, words: Sequence[Word]) -> Word | None:
    """Report a word that a noun does not have. Gives the word that was meant, if one is near enough."""
    names = {word.name: word for word in words}
    like, meant = near.like(key.text, dict.fromkeys(names))
    findings.add(
        "J101",
        key,
        f"{a(noun)} has no word `{shown(key.text)}`",
        label="unknown word",
        why="merging with `<<` is not part of YAML 1.2" if key.text == "<<" else WHY_PASSED_OVER,
        fix=findings.rewrite(f"write `{meant}`", key, meant)
        if meant
        else f"use one of {quoted(names)}"
        if len(names) > 1
        else f"use {quoted(names)}",
        near=like,
    )
    return names[like[0].name] if like else None
