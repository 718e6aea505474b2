"""What must hold between the words of one noun, beyond that each can be read. What spans nouns is in `map_rules.py`."""

from collections.abc import Callable, Mapping

from desireline.diagnostics.diagnostic import Near
from desireline.mapfile.build import USUAL_SCALES
from desireline.mapfile.findings import Findings
from desireline.mapfile.language import ACTION, AHEAD, BRANCH, PROMISE, QUIET_ACTION, SCORE, STEP
from desireline.mapfile.reading import Reading
from desireline.mapfile.wording import either, quoted
from desireline.model.durations import format_duration
from desireline.model.map import DONE


def check_nouns(reading: Reading, findings: Findings) -> None:
    """Report what does not hold inside a noun, and inside those it contains."""
    _says_something(reading, findings)
    _allows_once(reading, findings)
    for rule in _RULES.get(reading.noun.name, ()):
        rule(reading, findings)
    for value in reading.values.values():
        if isinstance(value, Reading):
            check_nouns(value, findings)
        elif isinstance(value, list):
            for inner in value:
                check_nouns(inner, findings)


def _says_something(reading: Reading, findings: Findings) -> None:
    words = reading.noun.at_least_one
    if words and not any(reading.has(word) for word in words):
        findings.add(
            "J102",
            reading.head,
            f"this {reading.noun.name} says neither {quoted(words).replace(' and ', ' nor ')}",
            label="says nothing",
            why="nobody could read what was found",
            fix=f"add {either(words)}",
        )


def _allows_once(reading: Reading, findings: Findings) -> None:
    """Each rule that one noun allows more than once is reported once, however the allowances differ."""
    by_rule: dict[str, list[Reading]] = {}
    for allow in reading.nouns("allow"):
        if (rule := allow.text("rule")) is not None:
            by_rule.setdefault(rule, []).append(allow)
    for rule, (first, *others) in by_rule.items():
        if others:
            differ = len({allow.text("severity") for allow in (first, *others)}) > 1
            findings.add(
                "J145",
                others[0].nodes["rule"],
                f"`{rule}` is allowed {'in two ways' if differ else 'twice'} in one place",
                label="said before, otherwise" if differ else "said before",
                why="nobody could tell which of the reasons holds",
                fix="keep one of them",
                near=(Near(rule, findings.span(first.nodes["rule"])),),
            )


def _does_one_thing(action: Reading, findings: Findings) -> None:
    done = [word for word in action.noun.exactly_one if word in action.keys]
    if len(done) > 1:
        findings.add(
            "J124",
            action.keys[done[1]],
            f"this {action.noun.name} does {len(done)} things: {quoted(done)}",
            label="a second thing",
            why="each thing needs an id of its own, or it could be done twice or not at all",
            fix="make an action of each",
        )
    elif action.meant.isdisjoint(action.noun.exactly_one) and not done:
        findings.add(
            "J124",
            action.head,
            f"this {action.noun.name} does nothing",
            label="does nothing",
            why="the customer would wait for something that never comes",
            fix=f"say what it does: {either(action.noun.exactly_one)}",
        )


def _words_go_together(action: Reading, findings: Findings) -> None:
    done = [word for word in action.noun.exactly_one if action.has(word)]
    if len(done) != 1:
        return
    for word in action.noun.words:
        if word.goes_with and word.name in action.keys and done[0] not in word.goes_with:
            findings.add(
                "J125",
                action.keys[word.name],
                f"`{word.name}` says nothing of `{done[0]}`",
                label=f"goes with {either(word.goes_with)}",
                why="it would be passed over, and whoever wrote it would think that it holds",
                fix=f"leave `{word.name}` out",
            )
        if done[0] in word.needed_by and not action.has(word.name):
            findings.add(
                "J102",
                action.head,
                f"this {done[0]} does not say its `{word.name}`",
                label=f"`{word.name}` is missing",
                why=word.why,
                fix=f"add `{word.name}:` with what holds here, such as `{word.name}: {word.example}`",
            )


def _branches_can_be_reached(action: Reading, findings: Findings) -> None:
    branches = action.nouns("choose")
    for branch in branches[:-1]:
        if not branch.has("when"):
            findings.add(
                "J130",
                branch.head,
                "the branches after this one are never taken",
                label="always taken",
                why="customers for whom they were written would get this one",
                fix="say `when` it is taken, or put it last",
            )
            return


def _is_seen(step: Reading, findings: Findings) -> None:
    offline = step.text("seen") == "offline"
    if offline and "event" in step.keys:
        findings.add(
            "J127",
            step.keys["event"],
            "this step is offline, and has events",
            label="no event shows an offline step",
            why="customers would be thought to pass it unseen while their visits are counted",
            fix="leave out `event`, or `seen: offline`",
        )
    elif not offline and not step.names("event") and ("event" in step.values or not step.has("event")):
        findings.add(
            "J126",
            step.head,
            "no event shows this step",
            label="`event` is missing",
            why="no customer would ever be seen here",
            fix="add `event: …`, or `seen: offline` if no system notices it",
        )


def _done_can_happen(step: Reading, findings: Findings) -> None:
    if step.has("done"):
        return
    for promise in step.nouns("promises"):
        for named in promise.names("until"):
            if named.text == DONE:
                findings.add(
                    "J128",
                    named.node,
                    f"this promise waits for `{DONE}`, and the step does not say what that is",
                    label=f"the step has no `{DONE}`",
                    why="the promise could never be kept by finishing the work",
                    fix=f"add `{DONE}:` and the event that ends the work to the step",
                )


def _is_ahead_of_due_and_after_entry(promise: Reading, findings: Findings) -> None:
    within = promise.whole("within")
    if within is None or promise.has("hours_of"):
        return
    for action in promise.nouns("ahead"):
        before = action.whole("before")
        if before is not None and before > within:
            findings.add(
                "J129",
                action.nodes["before"],
                "this would be done before the promise is made",
                label=f"the promise is for {format_duration(within)}",
                why="the moment is over before the customer comes, so it would never be done",
                fix=f"write less than {format_duration(within)}",
            )


def _scale_suits_kind(score: Reading, findings: Findings) -> None:
    kind = score.text("kind")
    if kind is None:
        return
    if not score.has("scale") and kind not in USUAL_SCALES:
        findings.add(
            "J102",
            score.head,
            f"this score is a {kind}, and does not say its `scale`",
            label="`scale` is missing",
            why="a mean of 4 is good out of 5 and bad out of 10",
            fix="add `scale: 1..5`, with the lowest and the highest answer",
        )
    elif kind == "nps" and score.values.get("scale", USUAL_SCALES[kind]) != USUAL_SCALES[kind] and "scale" in score.values:
        findings.add(
            "J121",
            score.nodes["scale"],
            "an nps is asked on 0..10",
            label="not 0..10",
            why="who recommends (9 and 10) and who does not (0 to 6) is only known on that scale",
            fix="write `0..10`, or another `kind` such as `csat` or `mean`",
        )


Rule = Callable[[Reading, Findings], None]
_ACTION_RULES: tuple[Rule, ...] = (_does_one_thing, _words_go_together, _branches_can_be_reached)
_RULES: Mapping[str, tuple[Rule, ...]] = {
    ACTION.name: _ACTION_RULES,
    AHEAD.name: _ACTION_RULES,
    QUIET_ACTION.name: _ACTION_RULES,
    BRANCH.name: _ACTION_RULES,
    STEP.name: (_is_seen, _done_can_happen),
    PROMISE.name: (_is_ahead_of_due_and_after_entry,),
    SCORE.name: (_scale_suits_kind,),
}
