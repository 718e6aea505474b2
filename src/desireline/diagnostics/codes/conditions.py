"""Codes of conditions in maps."""

CODES = {
    "J150": "a condition that is empty, or cannot be read as one",
    "J151": "a word or sign of SQL that the language of conditions does not have",
    "J152": "a name in a condition that is neither a field nor a trait",
    "J153": "a function that the language of conditions does not have",
    "J154": "values in a condition that do not go together, such as a text compared with a number",
    "J155": "a value in a condition that is not one of those declared",
    "J156": "a step in a condition that does not exist",
    "J157": "a fact of the trip in a condition that sees only the event",
    "J158": "a function, `in` or `like` in a condition with other arguments than it takes",
    "J159": "a number, duration or time in a condition that cannot be held or read",
    "J160": "a condition that is too long or too deep",
    "J161": "null in a condition where the result would always be unknown",
    "J162": "a value in a condition where something true or false is wanted",
    "J163": "a journey in a condition that does not exist",
    "J164": "a comparison inside a comparison without brackets",
    "J165": "a bracket or quote in a condition that has no counterpart",
    "J166": "a character that no condition can hold",
}
