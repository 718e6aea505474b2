"""Measures of a map."""

CODES = {
    "M101": "a text is no period",
    "M102": "a name is nothing by which trips can be told apart",
}
