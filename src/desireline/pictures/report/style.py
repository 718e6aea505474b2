"""The style sheet of the page."""

from desireline.pictures.theme import FONTS, picture_rules, tokens

_RULES = """
* { box-sizing: border-box; }
html { color-scheme: light dark; }
body { margin: 0; background: var(--canvas); color: var(--ink); font: 14px/1.5 %(fonts)s; font-variant-numeric: tabular-nums; }
main, header, footer { max-width: 1120px; margin: 0 auto; padding: 0 24px; overflow-wrap: anywhere; }
header { padding-top: 32px; padding-bottom: 8px; }
h1 { font-size: 26px; line-height: 1.25; font-weight: 650; margin: 0 0 4px; letter-spacing: -0.01em; }
h2 { font-size: 17px; font-weight: 650; margin: 0; }
h3 { font-size: 14px; font-weight: 650; margin: 20px 0 2px; }
p { margin: 4px 0; max-width: 76ch; }
.whom, .meta, footer { color: var(--ink-3); }
.meta { font-size: 13px; }
.whom { font-size: 13px; margin-bottom: 12px; }
section { background: var(--surface); border: 1px solid var(--line); border-radius: 9px; padding: 20px 24px; margin: 16px 0; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(220px, 1fr)); gap: 0; padding: 0; overflow: hidden; }
.tile { padding: 14px 20px; border-right: 1px solid var(--line); border-bottom: 1px solid var(--line); margin: 0 -1px -1px 0; }
.tile b { display: block; font-size: 24px; line-height: 1.25; font-weight: 650; }
.tile small { display: block; color: var(--ink-3); font-size: 12px; line-height: 1.4; }
.tile .change { color: var(--ink-2); }
ol.hurts { list-style: none; margin: 8px 0 0; padding: 0; }
ol.hurts li { display: grid; align-items: baseline; grid-template-columns: 28px 1fr auto; gap: 2px 12px; }
ol.hurts li { padding: 12px 0; border-top: 1px solid var(--line); }
ol.hurts .rank { grid-row: span 2; font-size: 19px; font-weight: 650; color: var(--ink-3); }
ol.hurts .what { font-weight: 600; }
ol.hurts .cost { font-weight: 650; text-align: right; }
ol.hurts .who { grid-column: 2 / -1; color: var(--ink-2); font-size: 13px; }
.across { overflow-x: auto; }
figure { margin: 0 -16px; overflow-x: auto; }
figure svg { display: block; }
svg.definitions { position: absolute; width: 0; height: 0; }
.narrow { display: none; }
table { border-collapse: collapse; width: 100%%; font-size: 13px; }
th { text-align: left; font-weight: 550; color: var(--ink-3); font-size: 12px; padding: 6px 12px 6px 0; vertical-align: bottom; }
th { border-bottom: 1px solid var(--line-2); }
td { padding: 7px 12px 7px 0; border-bottom: 1px solid var(--line); vertical-align: top; min-width: 5ch; }
td:first-child { min-width: 14ch; }
td.n, th.n { text-align: right; padding: 7px 0 7px 12px; white-space: nowrap; overflow-wrap: normal; }
tr.apart td { background: var(--sunken); }
.bad { color: var(--orange); }
.interval { color: var(--ink-3); }
dl { margin: 8px 0; }
dt { font-weight: 600; margin-top: 10px; }
dd { margin: 0; color: var(--ink-2); max-width: 90ch; }
footer { font-size: 12px; padding-top: 8px; padding-bottom: 40px; }
@media (max-width: 1119px) { main, header, footer { padding-left: 16px; padding-right: 16px; } }
@media (max-width: 760px) {
  main, header, footer { padding-left: 8px; padding-right: 8px; }
  header, footer { padding-left: 16px; padding-right: 16px; }
  section { padding: 16px 8px; }
  section > :not(figure):not(.tiles) { margin-left: 4px; margin-right: 4px; }
  .tiles { padding: 0; grid-template-columns: 1fr 1fr; }
  .tile { padding: 12px; }
  figure { margin: 0 -8px; }
  .wide { display: none; }
  .narrow { display: block; }
  h1 { font-size: 21px; }
  ol.hurts .cost { grid-column: 2; text-align: left; }
  ol.hurts .rank { grid-row: span 3; }
  thead { display: none; }
  tbody tr { display: grid; grid-template-columns: repeat(3, 1fr); gap: 4px 12px; padding: 10px 0; border-bottom: 1px solid var(--line); }
  td, td.n { display: block; border: 0; padding: 0; min-width: 0; text-align: left; white-space: normal; }
  td:first-child { grid-column: 1 / -1; font-weight: 600; }
  td .interval { font-weight: 400; }
  td:not(:first-child)::before { content: attr(data-name); display: block; color: var(--ink-3); font-size: 11px; }
  td:empty { display: none; }
  tr.apart td { background: none; }
  tr.apart { background: var(--sunken); }
}
@media print { body { background: none; } section { break-inside: avoid; border: none; padding: 8px 0; } }
"""


def page_style() -> str:
    """All rules: light and dark, for a desk, a telephone and paper."""
    return f"{tokens(':root', 'auto')}\n{_RULES % {'fonts': FONTS}}\n{picture_rules()}"
