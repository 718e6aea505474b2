"""Which customer an identity is, under which names, and by what; and what gives that customer's events."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from desireline.engine import Caused, Program
from desireline.explain.wording import moment
from desireline.model import Event, Identification, resolve

IdentityKind = Literal["known", "anonymous", "named"]


@dataclass(frozen=True, slots=True)
class Identity:
    """One name of a customer.

    kind     known: by an `identify` event or the alias table; anonymous: given to the customer by an `identify` event; named: by its own
             events alone
    by       the `identify` event that first said so
    aliases  the names that the alias table says are the same customer
    """

    name: str
    kind: IdentityKind
    by: Identification | None = None
    aliases: tuple[str, ...] = ()

    @property
    def says(self) -> str:
        """By what it is a name of the customer, in words."""
        if self.aliases:
            return f"the alias table says it is {', '.join(self.aliases)}"
        if self.by is None:
            return "its own events"
        source = f" of {self.by.source}" if self.by.source else ""
        whose = f" says it is {self.by.customer}" if self.kind == "anonymous" else ""
        return f"event {self.by.id}{source}, {moment(self.by.time_us)},{whose or ' names it'}"


@dataclass(frozen=True)
class Customer:
    """One customer as of a moment.

    name        the name under which it is counted
    identities  all its names, its own first
    unfollowed  identifications that speak of it and were not followed, each with the reason
    """

    name: str
    as_of_us: int
    identities: tuple[Identity, ...]
    unfollowed: tuple[tuple[Identification, str], ...]


@dataclass(frozen=True, slots=True)
class Extent:
    """How many of a customer's events count, from when to when; and how many are later than the moment asked about."""

    events: int
    first_us: int | None
    last_us: int | None
    later: int


class CustomerEvents(Protocol):
    """One customer as of a moment, and the events. Lakes and live stores give it."""

    @property
    def customer(self) -> Customer:
        """Who it is."""

    @property
    def names(self) -> Sequence[str] | None:
        """The names of events of all customers; None: they are not known."""

    def done(self, program: Program) -> Collection[Caused]:
        """What a map's actions that are not done again caused already: it was handed out, or recorded as missed. None, where only events
        are known."""

    def extent(self) -> Extent:
        """How many events there are, and when."""

    def events(self, declared: Mapping[str, Any]) -> Iterator[Event]:
        """The events that count, in order. `declared`: the properties that maps name, which are read as replay reads them."""


@dataclass(frozen=True, slots=True)
class Said:
    """All that is said of the identities that are, or could at some moment be, one customer.

    identities       all of them
    identifications  those that can change who of them is whom, in order
    aliases          pairs of known identities that are one customer
    """

    identities: Sequence[str]
    identifications: Sequence[Identification]
    aliases: Sequence[tuple[str, str]]


def customer_of(identity: str, said: Said, as_of_us: int) -> Customer:
    """The customer that an identity is as of a moment."""
    resolved = resolve(said.identifications, said.aliases, as_of_us)
    name = resolved.customer_of.get(identity, identity)
    names = [one for one in said.identities if resolved.customer_of.get(one, one) == name]
    names.sort(key=lambda one: (one != name, one))
    own = set(names)
    unfollowed = tuple((i, why) for i, why in resolved.conflicts if i.was in own or i.customer in own)
    return Customer(name, as_of_us, tuple(_identities(names, said, as_of_us)), unfollowed)


def _identities(names: Sequence[str], said: Said, as_of_us: int) -> Iterator[Identity]:
    """What each name is, by the earliest that says it."""
    aliases: dict[str, set[str]] = {}
    for one, other in said.aliases:
        aliases.setdefault(one, set()).add(other)
        aliases.setdefault(other, set()).add(one)
    known: dict[str, Identification] = {}
    anonymous: dict[str, Identification] = {}
    for found in said.identifications:
        if found.time_us <= as_of_us:
            known.setdefault(found.customer, found)
            anonymous.setdefault(found.was, found)
    for name in names:
        if others := aliases.get(name, set()) - {name}:
            yield Identity(name, "known", aliases=tuple(sorted(others)))
        elif name in known:
            yield Identity(name, "known", known[name])
        else:
            yield Identity(name, "anonymous" if name in anonymous else "named", anonymous.get(name))
