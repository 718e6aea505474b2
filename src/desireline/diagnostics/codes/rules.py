"""Codes of the rules of `check`, J200 to J299: what is wrong with a map that can be read. Each is documented by its rule."""

CODES = {
    "J200": "an allowance that is no longer needed",
    "J201": "a step that no start leads to",
    "J203": "a step with no way on",
    "J204": "a circle that nothing bounds",
}
"""Code -> what it finds."""
