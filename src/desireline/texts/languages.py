"""Which of a message's languages a customer reads."""

from collections.abc import Sequence


def language_for(wanted: object, written: Sequence[str]) -> str:
    """The language to speak, of those that a text is written in (at least one), for a customer who wants this one.

    The first of these that there is: the very language (`it-IT`, also written `it_it`); the same with its last parts left out (`it`);
    another variant of it (`it-CH`); the first that the text is written in. So it is, too, where nobody knows what the customer wants.
    """
    by_tag = {tag.lower(): tag for tag in reversed(written)}
    parts = wanted.strip().replace("_", "-").lower().split("-") if isinstance(wanted, str) else []
    for length in range(len(parts), 0, -1):
        tag = by_tag.get("-".join(parts[:length]))
        if tag is not None:
            return tag
    variants = (tag for tag in written if parts and tag.lower().split("-")[0] == parts[0])
    return next(variants, written[0])
