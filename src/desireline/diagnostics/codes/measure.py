"""Measures of a map."""

CODES = {
    "M101": "a text is no period",
    "M102": "a name is nothing by which trips can be told apart",
    "M103": "a period is compared with one that is not before it",
    "M110": "there is nothing of this name to list customers by",
    "M111": "there is no word of this name to ask for lists by",
    "M112": "a criterion cannot be read",
    "M113": "events that touched no trip are narrowed by what holds of trips",
    "M114": "a list is to be written to a file whose ending names no format",
    "M115": "a list cannot be written",
    "M116": "there is no measure of this name",
    "M121": "a funnel of fewer than two steps",
}
