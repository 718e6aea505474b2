import type { StageView } from "../api/client";
import { number } from "../format";
import { words } from "../words";
import type { Lane } from "./lane";
import { title, type Laid } from "./place";

/** What research found that hurts, and what pleases. */
export function painLane(of: Laid, select: (what: string) => void): Lane | null {
  const all = of.map.stages.flatMap((stage) => stage.insights);
  if (!all.length) return null;
  const n = all.reduce((sum, insight) => sum + (insight.n ?? 0), 0);
  return {
    id: "pain",
    name: words.lanes.pain,
    evidence: n ? "researched" : "assumed",
    sample: n ? words.evidence.notes(n) : words.evidence.unresearched,
    cell: (stage) =>
      stage.insights.slice(0, 2).map((insight) => (
        <button type="button" key={insight.id + insight.kind} className={`two insight ${insight.kind}`} title={insight.text} onClick={() => select(`stage:${stage.id}`)}>
          <span dir="auto">{insight.kind === "gain" ? "+ " : ""}{insight.text}</span> {insight.n !== null && <span className="mut">{number(insight.n!)}</span>}
        </button>
      )),
    says: (stage) => stage.insights.map((insight) => `${insight.kind}: ${insight.text}${insight.n ? `, ${number(insight.n)}` : ""}`).join("; ") || words.nothing,
  };
}

/** What might be done about it. */
export function ideasLane(of: Laid, select: (what: string) => void): Lane | null {
  if (!of.map.stages.some((stage) => ideasOf(stage).length)) return null;
  return {
    id: "ideas",
    name: words.lanes.ideas,
    evidence: "assumed",
    sample: words.evidence.ideas,
    cell: (stage) =>
      ideasOf(stage).slice(0, 1).map((idea) => (
        <button type="button" key={idea.id} className="idea" title={idea.title} onClick={() => select(`stage:${stage.id}`)}>
          <span className="two" dir="auto">{idea.title}</span>
          <span className="mi mut idea-foot">
            {idea.state && <span>{idea.state.replaceAll("_", " ")}</span>}
            {idea.effort !== null && (
              <span className="effort" role="img" aria-label={words.effort(idea.effort!)}>
                {"●".repeat(idea.effort!)}<span>{"●".repeat(5 - idea.effort!)}</span>
              </span>
            )}
          </span>
        </button>
      )),
    says: (stage) => ideasOf(stage).map((idea) => [idea.title, idea.state, idea.effort && words.effort(idea.effort)].filter(Boolean).join(", ")).join("; ") || words.nothing,
  };
}

const ideasOf = (stage: StageView) => stage.insights.flatMap((insight) => insight.ideas);

/** Who answers for it: the team of most steps first. */
export function ownerLane(of: Laid): Lane | null {
  if (!of.map.stages.some((stage) => stage.owners.length)) return null;
  const named = (stage: StageView) => stage.owners.map((owner) => of.map.teams[owner] ?? title(of, owner));
  return {
    id: "owner",
    name: words.lanes.owner,
    evidence: null,
    sample: "",
    cell: (stage) => (
      <div className="own">
        {named(stage).slice(0, 2).map((team, i) => (
          <span key={team} title={team}>
            <span className="av" aria-hidden="true">{initials(team)}</span>
            {i === 0 && <span className="nm" dir="auto">{team}</span>}
          </span>
        ))}
      </div>
    ),
    tall: (stage) => (stage.owners.length ? 1 : 0),
    says: (stage) => named(stage).join(", ") || words.nothing,
  };
}

function initials(name: string): string {
  const [first = "", second] = name.split(/\s+/);
  return (second ? first.charAt(0) + second.charAt(0) : first.slice(0, 2)).toUpperCase();
}
