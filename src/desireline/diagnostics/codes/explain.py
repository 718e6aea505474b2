"""Codes of explaining one customer."""

CODES = {
    "X101": "a customer of whom the events know nothing",
    "X102": "two maps of the same journey",
    "X103": "a step or outcome that none of the maps has",
    "X104": "a step, outcome, action or effect that no map has",
}
