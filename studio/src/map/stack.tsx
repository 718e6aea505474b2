import { EvidenceMark, Triangle } from "../parts/icons";
import type { Lane } from "./lane";
import type { Laid } from "./place";
import { Balance } from "./balance";

/** For narrow windows: one stage after another, each with its lanes. */
export function Stack({ of, lanes, hot, stale, select }: { of: Laid; lanes: Lane[]; hot: number | null; stale: boolean; select: (what: string) => void }) {
  return (
    <ol className={`stack${stale ? " stale" : ""}`}>
      {of.map.stages.map((stage, i) => {
        const numbers = of.stage.get(stage.id);
        return (
          <li key={stage.id} className={i === hot ? "hot" : ""}>
            <button type="button" className="stage" onClick={() => select(`stage:${stage.id}`)}>
              <span className="t"><i>{i + 1}</i><span className="nm" dir="auto">{stage.title}</span>{i === hot && <Triangle size={10} />}</span>
              {stage.thinks && <span className="voice" dir="auto">{stage.thinks}</span>}
            </button>
            <dl>
              {lanes.map((lane) => (
                <div key={lane.id} className={`cell of-${lane.id}`}>
                  <dt>{lane.name} <small>{lane.evidence && <EvidenceMark of={lane.evidence} />}</small></dt>
                  <dd>{lane.id === "customers" ? <Balance numbers={numbers ?? null} at={stage.title} /> : lane.cell(stage, i)}</dd>
                </div>
              ))}
            </dl>
          </li>
        );
      })}
    </ol>
  );
}
