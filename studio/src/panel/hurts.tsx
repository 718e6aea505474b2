import { useState, type CSSProperties } from "react";
import type { Looked } from "../address";
import type { Finding } from "../api/client";
import { useList } from "../api/queries";
import { duration, number, percent } from "../format";
import { title, type Laid } from "../map/place";
import { Ring, Triangle } from "../parts/icons";
import { logAxis } from "../parts/log-axis";
import { Num } from "../parts/num";
import { Person } from "../people/person";
import { SaveTable } from "../parts/save-table";
import { words } from "../words";
import { waits } from "./sheets";

interface Props {
  of: Laid;
  journey: string;
  looked: Looked;
  look: (change: Partial<Looked>) => void;
  withEvents: boolean;
  loading: boolean;
}

/** Waits ranked by the time that they cost all customers together: the first opened, others below. */
export function Hurts({ of, journey, looked, look, withEvents, loading }: Props) {
  const { measures } = of;
  const [kind, id] = (looked.selected ?? "").split(":");
  const found = measures?.findings ?? [];
  const index = kind === "wait" ? Math.max(0, found.findIndex((one) => `${one.from_step}>${one.to_step}` === id)) : 0;
  const opened = found[index];
  const [all, setAll] = useState(false);
  return (
    <section aria-labelledby="hurts">
      <div className="phead">
        <h2 id="hurts">{words.hurts.title}{measures && <span className="mut">{words.hurts.of(measures.all_findings)}</span>}{found.length > 0 && <SaveTable name={`${journey}-waits`} of={words.hurts.title} sheet={() => waits(of)} />}</h2>
        <p className="sm sec">{withEvents ? words.hurts.sub : words.empty.noEvents}</p>
      </div>
      {loading && <div className="card"><div className="wait" /><div className="wait" /><div className="wait" /></div>}
      {measures && !opened && <p className="grp">{words.hurts.nothing}</p>}
      {opened && <Opened finding={opened} of={of} journey={journey} looked={looked} look={look} />}
      {found.slice(0, all ? found.length : MOST + 1).map((finding, i) =>
        i === index ? null : (
          <button key={`${finding.from_step}>${finding.to_step}`} type="button" className="ex" onClick={() => look({ selected: `wait:${finding.from_step}>${finding.to_step}` })}>
            {isLate(of, finding) ? <Triangle /> : <Ring />}
            <span>
              <span className="ti" dir="auto">{words.hurts.wait(title(of, finding.from_step), title(of, finding.to_step))}</span>
              <span className="me"><Where of={of} step={finding.from_step} /><span>{number(finding.trips.n)} {words.number.trips}</span><span className="mut end">{percent(finding.share)}</span></span>
            </span>
          </button>
        ),
      )}
      {!all && found.length > MOST + 1 && <button type="button" className="ex more" onClick={() => setAll(true)}>{words.more(found.length - MOST - 1)}</button>}
    </section>
  );
}

/** Whether half of those who waited had been promised more. */
function isLate(of: Laid, finding: Finding): boolean {
  const step = of.map.stages.flatMap((stage) => stage.steps).find((one) => one.id === finding.from_step);
  const half = finding.time.p50_seconds;
  return half != null && !!step?.promises.some((promise) => promise.within_seconds < half);
}

function Where({ of, step }: { of: Laid; step: string }) {
  const index = of.stageOf.get(step);
  const stage = index === undefined ? undefined : of.map.stages[index];
  return stage ? <span className="chip"><span className="nm" dir="auto">{index! + 1} {stage.title}</span></span> : null;
}

function Opened({ finding, of, journey, looked, look }: { finding: Finding; of: Laid; journey: string; looked: Looked; look: Props["look"] }) {
  const step = of.map.stages.flatMap((stage) => stage.steps).find((one) => one.id === finding.from_step);
  const stage = of.map.stages[of.stageOf.get(finding.from_step) ?? -1];
  const insight = stage?.insights.find((one) => one.at === finding.from_step && one.kind === "pain") ?? stage?.insights.find((one) => one.kind === "pain");
  const idea = insight?.ideas[0];
  const promise = step?.promises[0];
  const kept = promise && of.promise.get(promise.id);
  const { p50_seconds: half, p90_seconds: ninety, total_seconds: total } = finding.time;
  const compared = finding.before_seconds ?? null;
  return (
    <article className="ex on">
      <Triangle size={12} />
      <div>
        <h3 className="ti" dir="auto">{words.hurts.wait(title(of, finding.from_step), title(of, finding.to_step))}</h3>
        <div className="me"><Where of={of} step={finding.from_step} /><span className="mut end">{words.hurts.share(finding.share)}</span></div>
        {half != null && ninety != null && <Range half={half} ninety={ninety} due={promise?.within_seconds ?? null} />}
        <div className="me">
          <span className="b bad">{words.hurts.together(duration(total))}</span>
          <span className="mut">{compared !== null ? words.hurts.before(duration(compared)) : half != null && ninety != null ? `${words.halfBy(duration(half))}, ${words.ninetyBy(duration(ninety))}` : ""}</span>
        </div>
        {finding.long && finding.long_at_least && (
          <p className="sm sec say"><Num of={finding.long} says={words.hurts.bearing(finding.long.n, finding.long_at_least)}>{words.hurts.bearing(finding.long.n, finding.long_at_least)}</Num></p>
        )}
        {promise && kept && (
          <p className="sm sec say">
            <span dir="auto">{words.hurts.promise(promise.title)}</span>: <Num of={kept.broken} says={`${words.step.broken}, ${promise.title}`} className="bad b">{number(kept.broken.n)} {words.hurts.broken}</Num>
            {kept.share_kept && <>, {percent(kept.share_kept.value)} {words.step.kept}</>}
          </p>
        )}
        {insight && <p className="voice quote" dir="auto">“{insight.text}”</p>}
        {idea && <div className="do sm"><b>{words.hurts.idea}</b> <span dir="auto">{idea.title}</span> <span className="sec">{[idea.state?.replaceAll("_", " "), idea.effort != null && words.effort(idea.effort), idea.owner && (of.map.teams[idea.owner] ?? idea.owner)].filter(Boolean).join(", ")}</span></div>}
        <People finding={finding} journey={journey} period={looked.period} />
        <div className="acts">
          <Num of={finding.trips} says={words.hurts.wait(title(of, finding.from_step), title(of, finding.to_step))} className="btn pri">{words.hurts.see(finding.trips.n)}</Num>
          {step && <button type="button" className="btn" onClick={() => look({ selected: `step:${step.id}` })}>{words.hurts.openStep}</button>}
        </div>
      </div>
    </article>
  );
}

const MOST = 4;
const LONGEST = 3;
const WIDE = 300;

/** From the half to nine in ten, on a log axis, with the promise as a tick. */
function Range({ half, ninety, due }: { half: number; ninety: number; due: number | null }) {
  const all = [half, ninety, ...(due === null ? [] : [due])];
  const x = logAxis([Math.max(1e-3, Math.min(...all) / 2), Math.max(...all) * 1.4], [0, WIDE]);
  const late = due !== null && half > due;
  return (
    <svg className="range" viewBox={`0 0 ${WIDE} 14`} height="14" preserveAspectRatio="none" aria-hidden="true">
      <path d={`M0 7H${WIDE}`} stroke="var(--line)" />
      <rect x={x(half)} y="3" width={Math.max(2, x(ninety) - x(half))} height="8" rx="2" fill={late ? "var(--orange-3)" : "var(--blue-3)"} />
      <circle cx={x(half)} cy="7" r="4" fill={late ? "var(--orange)" : "var(--blue)"} />
      {due !== null && <path d={`M${x(due)} 0v14`} stroke="var(--ink)" strokeWidth="1.5" />}
    </svg>
  );
}

/** Those who waited longest. */
function People({ finding, journey, period }: { finding: Finding; journey: string; period: string | null }) {
  const list = useList(journey, finding.trips.ask, period, LONGEST);
  const rows = Math.min(LONGEST, finding.trips.n);
  return (
    <div className="ppl" aria-busy={list.isPending} style={{ "--rows": rows } as CSSProperties}>
      {Array.from({ length: rows }, (_, i) => {
        const one = list.data?.listed[i];
        if (!list.data) return list.isError ? null : <div key={i} className="wait" />;
        return one ? <div key={one.customer}><span className="av" aria-hidden="true">{i + 1}</span><span className="nm"><Person name={one.customer} journey={journey} of={finding.trips} /></span><span className={i === 0 ? "bad b" : ""}>{one.total_seconds == null ? number(one.rows) : duration(one.total_seconds)}</span></div> : null;
      })}
    </div>
  );
}
