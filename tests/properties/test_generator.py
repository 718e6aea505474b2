"""The examples on which the executors are held equal are worth it: what can come about does, in many of them."""

from hypothesis import Phase, given, settings
from support.journeys_generator import Example, examples
from support.occurrences import shares

RARE = ("again", "take-over", "alias", "claim", "aside", "work done", "broken", "kept", "void", "pending", "gone_quiet", "outcome", "open")
MOVES = ("start", "joined", "expected", "repeat", "back", "skip", "jump")


def _sample(count: int) -> list[Example]:
    """The same examples on every run. The first tenth, which Hypothesis keeps small, is left out.

    About one in six is drawn anew, the others are variations of one before: shares swing more than so many examples would let one think.
    """
    drawn: list[Example] = []

    @settings(max_examples=count, derandomize=True, phases=[Phase.generate])
    @given(examples())
    def draw(example: Example) -> None:
        drawn.append(example)

    draw()
    return drawn[count // 10 :]


def test_the_generator_is_not_thin() -> None:
    found = shares(_sample(400))
    assert found["trip"] >= 0.7
    assert found["trip of three"] >= 0.35
    assert found["late event"] >= 0.5
    assert {word: found.get(word, 0.0) for word in RARE if found.get(word, 0.0) < 0.03} == {}
    assert {word: found.get(word, 0.0) for word in MOVES if found.get(word, 0.0) < 0.01} == {}
