"""Codes of simulation."""

CODES = {
    "S101": "a plant that cannot be read, such as a slow step without a factor",
    "S102": "a plant at a step that does not exist",
    "S103": "a planted effect of a promise that does not exist",
    "S104": "a number of a plant that is outside what it can be",
    "S105": "an effect on leaving, on a map where no customer can be lost",
    "S106": "a drift towards a step that no way leads to",
    "S107": "a plant at a step where customers do not wait: no event shows it, or it is aftercare",
    "S108": "a drift that begins outside the simulated time",
    "S109": "two plants of the same kind at the same place",
    "S110": "a number of customers or days that cannot be simulated",
    "S111": "a map on which no event can open a trip",
    "S112": "a file name whose ending names no format that can be written",
    "S113": "a step, outcome or score for which no event could be made",
    "S114": "a beginning too near to where calendars end",
    "S115": "a file that would be overwritten, and is no earlier simulation",
    "S116": "a simulation that cannot be written where it is to be",
}
