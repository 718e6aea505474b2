"""Rule 1 of the contract: which customer an identity is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from desireline.conditions import ValueType
from desireline.model.event import IDENTIFY, WAS, Event

_TEXT = ValueType(kind="text")


@dataclass(frozen=True, slots=True, order=True)
class Identification:
    """What one `identify` event says of identities: that `customer` is known, and that the anonymous `was` is that customer.

    `was` is empty where the event names no anonymous identity.
    """

    time_us: int
    id: str
    source: str
    customer: str
    was: str


@dataclass(frozen=True, slots=True)
class Identities:
    """Who is who.

    customer_of  identity -> customer, for every identity whose customer bears another name
    conflicts    what was not followed, with the reason
    """

    customer_of: Mapping[str, str]
    conflicts: tuple[tuple[Identification, str], ...]


def identification_of(event: Event) -> Identification | None:
    """What an event says about identities: None where it is no `identify` event."""
    if event.name != IDENTIFY:
        return None
    return Identification(event.time_us, event.id, event.source, event.customer, str(_TEXT.read(event.properties.get(WAS)) or ""))


def telling(identifications: Iterable[Identification]) -> list[Identification]:
    """Those that can change who is whom at some moment, in order: of each pair of names the earliest.

    One without `was` tells nothing, unless it is what first makes a customer known whom another takes for an anonymous identity.
    """
    found = sorted(identifications)
    claimed = {i.was for i in found if i.was}
    first: dict[tuple[str, str], Identification] = {}
    known: set[str] = set()
    for i in found:
        if i.was or (i.customer in claimed and i.customer not in known):
            first.setdefault((i.customer, i.was), i)
        known.add(i.customer)
    return list(first.values())


def claims_of(identifications: Iterable[Identification]) -> list[tuple[str, str]]:
    """The pairs of customer and anonymous identity."""
    return [(i.customer, i.was) for i in identifications if i.was]


def resolve(identifications: Iterable[Identification], aliases: Iterable[tuple[str, str]], as_of_us: int | None) -> Identities:
    """Join identities as of a moment (None: with no bound).

    The customer of any identification is known, and so is what the alias table names; only the alias table joins known identities. An
    anonymous identity belongs to the customer of the earliest identification that names it. A customer is named by the smallest of its
    known identities.
    """
    followed = sorted(i for i in identifications if as_of_us is None or i.time_us <= as_of_us)
    pairs = list(aliases)
    known = {i.customer for i in followed} | {name for pair in pairs for name in pair}
    root = roots_of(pairs)
    customer_of = {name: smallest for name, smallest in root.items() if name != smallest}
    conflicts = []
    first: dict[str, str] = {}
    for i in followed:
        if not i.was:
            continue
        if i.was in known:
            if i.was != i.customer and root.get(i.was, i.was) != root.get(i.customer, i.customer):
                conflicts.append((i, f"`{i.was}` is a known customer; join known customers in the alias table"))
        elif root.get(first.setdefault(i.was, i.customer), first[i.was]) != root.get(i.customer, i.customer):
            conflicts.append((i, f"`{i.was}` was identified as `{first[i.was]}` before"))
        else:
            customer_of[i.was] = root.get(i.customer, i.customer)
    return Identities(customer_of, tuple(conflicts))


def roots_of(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """For each name in a pair: the smallest name that the pairs, taken together, join it with (the root of its component)."""
    parent: dict[str, str] = {}

    def top(name: str) -> str:
        while (above := parent.setdefault(name, name)) != name:
            parent[name] = name = parent[above]
        return name

    for one, other in pairs:
        low, high = sorted((top(one), top(other)))
        parent[high] = low
    return {name: top(name) for name in list(parent)}
