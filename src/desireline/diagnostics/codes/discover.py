"""Codes of discovery."""

CODES = {
    "D101": "a log without an event that a map could be drafted from",
    "D102": "a log all of whose names are such that no map can write them",
    "D103": "a draft that would be larger than a map can be",
    "D104": "a field, named by the user as the key of trips, that no event carries",
    "D105": "a map that lines alone cannot add to",
    "D106": "a text that cannot be the title of a journey",
}
