"""Codes of the service."""

CODES = {
    "V101": "an address at which the service cannot listen",
    "V102": "an address that others can reach, without a word that this is meant",
}
