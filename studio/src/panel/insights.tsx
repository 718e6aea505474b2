import type { InsightView } from "../api/client";
import { number } from "../format";
import { words } from "../words";

/** What research found, with what it rests on and what might be done. */
export function Insights({ insights, teams }: { insights: InsightView[]; teams: Record<string, string> }) {
  if (!insights.length) return null;
  return (
    <>
      <div className="grp"><span>{words.stage.research}</span></div>
      {insights.map((insight) => (
        <div key={insight.id + insight.kind} className="pad research">
          <p className="voice" dir="auto">“{insight.text}”</p>
          <p className="sm sec">{[insight.kind, insight.evidence, insight.n != null && `n ${number(insight.n)}`, insight.source].filter(Boolean).join(" · ")}</p>
          {insight.ideas.map((idea) => (
            <div key={idea.id} className="do sm"><b>{words.hurts.idea}</b> <span dir="auto">{idea.title}</span> <span className="sec">{[idea.state?.replaceAll("_", " "), idea.effort != null && words.effort(idea.effort), idea.owner && (teams[idea.owner] ?? idea.owner), ...idea.obstacles].filter(Boolean).join(", ")}</span></div>
          ))}
        </div>
      ))}
    </>
  );
}
