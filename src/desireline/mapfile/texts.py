"""Messages: texts by channel and language."""

import re

from desireline.mapfile.findings import Findings
from desireline.mapfile.grammar import Name, Text, Texts
from desireline.mapfile.nodes import Mapping, Node, Scalar, value_or_key
from desireline.mapfile.scalars import BROKEN, ScalarReader
from desireline.mapfile.wording import is_written, shown

LANGUAGE_PATTERN = r"[a-z]{2,3}(?:-[A-Za-z0-9]{1,8})*"
_LANGUAGE = re.compile(LANGUAGE_PATTERN, re.ASCII)
WrittenTexts = dict[str, dict[str, Scalar]]
"""Channel -> language -> text, with its place."""


def read_texts(node: Node, message: str, findings: Findings, scalars: ScalarReader) -> object:
    """The texts of one message; BROKEN where some could not be read."""
    if not isinstance(node, Mapping):
        return scalars.wrong(Texts(), node, message)
    before = len(findings)
    texts: WrittenTexts = {}
    for channel, by_language in node.entries:
        scalars.read(Name("channel"), channel, "channel")
        if isinstance(by_language, Mapping):
            texts[channel.text] = {language.text: text for language, text in _languages(by_language, findings, scalars)}
        else:
            _without_language(channel, by_language, findings)
    if not node.entries:
        findings.add(
            "J123",
            node,
            f"the message `{shown(message)}` has no text",
            label="nothing is in it",
            why="the customer would be told nothing",
            fix='write `{app: {en: "…"}}`',
        )
    return texts if len(findings) == before else BROKEN


def _languages(node: Mapping, findings: Findings, scalars: ScalarReader) -> list[tuple[Scalar, Scalar]]:
    found = []
    for language, text in node.entries:
        if not _LANGUAGE.fullmatch(language.text):
            findings.add(
                "J138",
                language,
                f"`{shown(language.text)}` is no language",
                label="takes a language tag",
                why="nobody could tell which customers can read the text",
                fix="write a tag such as `en`, `it` or `de-AT`",
            )
        read = scalars.read(Text(), value_or_key(language, text), language.text)
        if isinstance(read, str) and isinstance(text, Scalar):
            found.append((language, text))
    if not node.entries:
        findings.add(
            "J123",
            node,
            "a channel of this message has no text",
            label="nothing is in it",
            why="the customer would be told nothing",
            fix='write `{en: "…"}`',
        )
    return found


def _without_language(channel: Scalar, node: Node, findings: Findings) -> None:
    findings.add(
        "J103",
        value_or_key(channel, node),
        f"the texts for `{shown(channel.text)}` are {is_written(node)}, and take texts by language",
        label="the language is missing",
        why="nobody could tell which customers can read the text",
        fix='write `{en: "…"}`, with the language of the text',
    )
