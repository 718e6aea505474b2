"""What a customer is told: the text of a message for an effect, in their language, from what was known when it was decided."""

from collections.abc import Iterable, Mapping

import msgspec

from desireline.conditions import Value
from desireline.engine import Effect
from desireline.live.out.handed import GiveUpError
from desireline.model import Map, format_instant
from desireline.texts import CannotSayError, fill, language_for


class Said(msgspec.Struct, frozen=True):
    """A text, and its language."""

    text: str
    language: str


class Wording:
    """The messages of maps."""

    def __init__(self, maps: Iterable[Map]) -> None:
        self._maps = {map_.journey: map_ for map_ in maps}
        self._texts: dict[str, Mapping[str, Mapping[str, Mapping[str, str]]]] = {
            journey: {message.id: message.texts for message in map_.messages} for journey, map_ in self._maps.items()
        }

    def given(self, effect: Effect) -> dict[str, Value]:
        """What an effect is given, times as text."""
        map_ = self._maps.get(effect.journey)
        types = {**map_.fields, **map_.traits} if map_ is not None and effect.given else {}
        return {
            name: format_instant(value) if name in types and types[name].kind == "time" and isinstance(value, int) else value
            for name, value in effect.given.items()
        }

    def said(self, effect: Effect) -> Said | None:
        """What an effect says; None where it says nothing, or no maps are known.

        Raises GiveUpError where it cannot be said to this customer, and LookupError where its map is not among those that are known.
        """
        if effect.kind != "say" or not self._maps:
            return None
        map_ = self._maps.get(effect.journey)
        if map_ is None:
            raise LookupError(f"the map of `{effect.journey}` is not here")
        by_channel = self._texts[effect.journey].get(effect.target or "")
        by_language = by_channel.get(effect.channel or "") if by_channel is not None else None
        if not by_language:
            missing = f"no message `{effect.target}`" if by_channel is None else f"no text of `{effect.target}` for `{effect.channel}`"
            raise GiveUpError(f"the map has {missing} any more")
        language = language_for(effect.given.get(map_.language) if map_.language is not None else None, list(by_language))
        try:
            return Said(fill(by_language[language], {**map_.fields, **map_.traits}, effect.given, map_.zone), language)
        except CannotSayError as error:
            raise GiveUpError(f"`{effect.target}` ({effect.channel}, {language}): {error}") from None
