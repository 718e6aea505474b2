"""Codes of running maps live."""

CODES = {
    "L101": "a file that is no store of Desireline",
    "L102": "a store that a newer program wrote",
    "L103": "a store that cannot be opened, read or written",
    "L104": "two maps of the same journey",
    "L105": "more events than the store can take in at present",
    "L106": "a runtime that was closed",
    "L107": "a task that is not there, or not in the state asked for",
    "L108": "a kind of store that there is not",
    "L109": "a store that needs something which is not installed",
    "L120": "a store that is not there",
    "L121": "a lake that belongs to another store",
    "L122": "a copy of a store that cannot be made so, as its place is taken or its store is of another kind",
    "L123": "a store that something has open while it is to be replaced",
    "L124": "a copy of a store that is damaged",
    "L140": "a name that no key can have, or one has already",
    "L141": "a key that there is not",
}
