"""Replay of a lake through a map."""

CODES = {
    "R101": "a shard of the lake cannot be read",
    "R102": "the folder for the tables holds something else",
    "R103": "the tables cannot be written",
}
