import type { Looked } from "../address";
import type { StageView } from "../api/client";
import { Balance } from "../map/balance";
import type { Laid } from "../map/place";
import { Num } from "../parts/num";
import { words } from "../words";
import { Insights } from "./insights";

/** A stage: what became of the trips that came, its steps, what research says of it. */
export function StagePanel({ of, stage, look }: { of: Laid; stage: StageView; look: (change: Partial<Looked>) => void }) {
  const numbers = of.stage.get(stage.id);
  return (
    <section aria-labelledby="stage" className="opened">
      <div className="phead"><h2 id="stage" dir="auto">{stage.title}</h2>{stage.thinks && <p className="voice sec" dir="auto">{stage.thinks}</p>}</div>
      {stage.success && <dl className="facts"><div><dt>{words.stage.success}</dt><dd dir="auto">{stage.success}</dd></div></dl>}
      {numbers && <><div className="grp"><span>{words.stage.balance}</span></div><div className="pad"><Balance numbers={numbers} at={stage.title} /></div></>}
      <div className="grp"><span>{words.lanes.steps}</span></div>
      <ul className="pad links">
        {stage.steps.map((step) => (
          <li key={step.id}><button type="button" className="link" dir="auto" onClick={() => look({ selected: `step:${step.id}` })}>{step.title}</button>{of.step.has(step.id) && step.seen === "events" && <span className="sec"><Num of={of.step.get(step.id)!.trips} says={step.title} /></span>}</li>
        ))}
      </ul>
      <Insights insights={stage.insights} teams={of.map.teams} />
    </section>
  );
}
