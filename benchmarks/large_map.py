"""Made-up maps of a given size, sound ones: `python -m benchmarks.large_map 500 > large.journey.yaml`.

A step has four ways on; a third of the steps share the name of their event with nine others and are told apart by a condition, so that
check has to ask whether one event can be two of them; choices have branches on what is known of a customer.
"""

import random
import sys

STAGES = 10
ALIKE = 10
"""So many steps share one event name."""

HEAD = """journey: large
title: A large journey, made up
trip: {starts: [step_0, step_1, step_2], quiet: 60d}
fields:
  page: text
  plan: {one of: [basic, plus, pro]}
  amount: {number: {min: 0, max: 10000}}
  stars: {integer: {min: 1, max: 5}}
traits:
  tier: {one of: [gold, silver]}
  years: {integer: {min: 0, max: 120}}
teams: {care: {title: Care, hours: "Mon-Sun 00:00-24:00 Europe/Rome"}}
stages:
"""
OUTCOMES = ["well", "other_end", "left"]
TAIL = """outcomes:
  - {id: well, kind: reached, event: done.well, title: It is well}
  - {id: other_end, kind: other, event: done.other, title: It ended otherwise}
  - {id: left, kind: lost, event: customer.left, title: I left}
"""
ACTION = ["amount >= {low}", "stars < 3 or plan is null", "visits('{step}') >= 2", "again and amount > {low}"]
KNOWN = ["tier = 'gold'", "years between {low} and {high}", "tier = 'silver' and years > {low}"]


def large_map(steps: int) -> str:
    """The text of a map of so many steps, four times as many ways and eight conditions for ten steps; always the same one."""
    chance = random.Random(steps)
    stages = [f"  - {{id: stage_{n}, title: Stage {n}}}\n" for n in range(STAGES)]
    return HEAD + "".join(stages) + "steps:\n" + "".join(_step(n, steps, chance) for n in range(steps)) + TAIL


def _step(n: int, steps: int, chance: random.Random) -> str:
    ahead = [f"step_{m}" for m in (n + 1, n + 3, n + chance.randrange(4, 40)) if m < steps]
    ways = [*ahead, *chance.sample(OUTCOMES, min(4 - len(ahead), len(OUTCOMES)))]
    group = n % 3 == 0
    lines = [
        f"  - id: step_{n}",
        f"    stage: stage_{n * STAGES // steps}",
        f"    title: The customer does thing {n}",
        f"    event: page.viewed_{n // (3 * ALIKE)}" if group else f"    event: app.thing_{n}",
        *([f"    where: page = 'p{n}'" if n % 2 else f"    where: page = 'p{n}' and (amount > 5 or amount is null)"] if group else []),
        f"    by: {'person' if n % 4 == 0 else 'self'}",
        "    channels: [app, web]",
        f"    next: [{', '.join(ways)}]",
    ]
    if n % 3 == 1:
        lines += ["    do:", *_doing(n, chance)]
    if n % 3 == 2:
        late = f"late: [{{id: late_{n}, task: care, title: Answer now, due: 1d}}]"
        lines += ["    promises:", f"      - {{id: kept_{n}, title: Two days, within: 2d, until: [{ways[0]}, {ways[-1]}], {late}}}"]
    return "\n".join(lines) + "\n"


def _doing(n: int, chance: random.Random) -> list[str]:
    low = chance.randrange(1, 60)
    when, known = (chance.choice(said).format(step=f"step_{n}", low=low, high=low + 30) for said in (ACTION, KNOWN))
    task = "task: care, title: Look at it, due: 2d"
    if n % 2:
        return [f'      - {{id: look_{n}, when: "{when}", {task}}}']
    branches = [f'{{id: one_{n}, when: "{known}", {task}}}', f'{{id: two_{n}, when: "{when}", {task}}}', f"{{id: rest_{n}, {task}}}"]
    return [f"      - id: choice_{n}", "        choose:", *(f"          - {branch}" for branch in branches)]


if __name__ == "__main__":
    print(large_map(int(sys.argv[1])), end="")
