"""Maps as texts, for tests that read, break and format them."""

from pathlib import Path

EXAMPLES = tuple(
    Path(__file__).parents[2] / "examples" / name / f"{name}.journey.yaml" for name in ("connection_down", "hospital_outpatient")
)
SMALL = """\
journey: shop
title: A purchase
trip: {quiet: 7d}
stages:
  - {id: look, title: Look round}
  - {id: buy, title: Buy}
steps:
  - {id: browse, stage: look, title: Browse, event: page.viewed, next: [basket]}
  - {id: basket, stage: buy, title: Basket, event: basket.filled, next: [paid]}
outcomes:
  - {id: paid, kind: reached, event: order.paid, title: Paid}
"""
EVERY_WORD = """\
journey: shop
title: A purchase
about: Someone wants something.
trip: {per: cart, starts: [browse], quiet: 7d, only: channel <> 'batch'}
fields: {cart: text, score: {integer: {min: 1, max: 5}}, kind: {one of: [new, used]}, at: time}   # carried by events
traits: {name: {text: {personal: true}}, may_text: boolean, age: {number: {min: 0, max: 150}}}
teams:
  care: {title: Care, hours: "Mon-Fri 08:00-18:00, Sat 09:00-12:00 Europe/Rome"}
stages:
  - {id: look, title: Look round, thinks: "Is it here?", success: found, any_order: true}
  - {id: buy, title: Buy}
steps:
  - {id: hear, stage: look, title: Hear of it, seen: offline, next: browse}

  # the shop window
  - id: browse
    stage: look
    title: Browse
    event: [page.viewed, page.seen]
    where: kind = 'new' or kind is null
    done: page.left
    channels: [web, app]
    about: product
    by: self
    owner: care
    moment_of_truth: true
    hoped: 1
    at_most: 5
    promises:
      - id: answer
        title: An answer
        within: 30m
        hours_of: care
        until: [done, paid]
        ahead: [{id: soon, before: 10m, task: care, title: Look, due: 5m, when: may_text}]
        late:
          - {id: sorry, say: sorry, channel: text, after: 5m, if_late: 1h}
          - id: rather
            if_late: never
            choose:
              - {id: to_person, when: "visits('browse') >= 2 and not coalesce(again, false)", handoff: care}
              - {id: to_offer, offer: voucher, channel: web, title: A voucher}
    next: [basket, paid]
    do:
      - {id: tell, call: crm, send: [cart, name], if_late: always}
  - {id: basket, stage: buy, title: Basket, event: basket.filled, next: [paid], by: person}
  - {id: thanks, stage: buy, title: Thanks, event: thanks.said, aftercare: true}
outcomes:
  - {id: paid, kind: reached, event: order.paid, where: score > 0, title: Paid, worth: 12.5}
when_quiet:
  - {id: still, say: sorry}
messages:
  sorry:
    text:
      en: "Sorry, {name} {{}}"
      it: >-
        Scusa,
        {name}
    web:
      en: |
        Sorry
scores:
  - {id: joy, kind: csat, event: asked, where: channel = 'web', value: score, scale: 1..5, of: browse}
insights:
  - {id: slow, at: buy, pain: Slow, gain: Safe, ours: true, evidence: {kind: interviews, n: 3, source: notes}}
ideas:
  - {id: faster, for: slow, title: Faster, effort: 2, obstacles: [time, money], owner: care, state: planned}
"""
"""A map of most words of the language, in all styles that YAML has."""


def small_with(old: str, new: str) -> str:
    """The small map with one part of it changed."""
    assert SMALL.count(old) == 1, old
    return SMALL.replace(old, new)
