import type { Looked } from "../address";
import type { StepView } from "../api/client";
import { duration, number, percent } from "../format";
import { title, type Laid } from "../map/place";
import { Num } from "../parts/num";
import { words } from "../words";
import { Insights } from "./insights";

/** A step: what it is by the map, and what was measured at it. */
export function StepPanel({ of, step, look }: { of: Laid; step: StepView; look: (change: Partial<Looked>) => void }) {
  const stage = of.map.stages[of.stageOf.get(step.id) ?? 0]!;
  const numbers = of.step.get(step.id);
  const said: [string, string | null][] = [
    [words.step.stage, stage.title],
    [words.step.by, step.by ?? null],
    [words.step.owner, step.owner ? (of.map.teams[step.owner] ?? step.owner) : null],
    [words.step.channels, step.channels.join(", ") || null],
    [words.step.seen, step.seen === "events" ? null : step.seen === "aftercare" ? words.aftercare : words.offline],
  ];
  return (
    <section aria-labelledby="step" className="opened">
      <div className="phead"><h2 id="step" dir="auto">{step.title}</h2>{step.moment_of_truth && <p className="sm sec">{words.step.truth}</p>}</div>
      <dl className="facts">{said.map(([name, text]) => text && <div key={name}><dt>{name}</dt><dd dir="auto">{text}</dd></div>)}</dl>
      {numbers && step.seen === "events" && (
        <dl className="facts">
          <div><dt>{words.step.trips}</dt><dd><Num of={numbers.trips} says={step.title} /></dd></div>
          <div><dt>{words.step.visits}</dt><dd><Num of={numbers.visits} says={step.title} /></dd></div>
          <div><dt>{words.step.stays}</dt><dd><Num of={numbers.stays} says={step.title} /></dd></div>
          {numbers.time?.p50_seconds != null && <div><dt>{words.step.median}</dt><dd>{duration(numbers.time.p50_seconds)}</dd></div>}
          {numbers.time?.p90_seconds != null && <div><dt>{words.step.ninety}</dt><dd>{duration(numbers.time.p90_seconds)}</dd></div>}
          <div><dt>{words.step.share}</dt><dd>{percent(numbers.share_of_time, 1)}</dd></div>
        </dl>
      )}
      {step.promises.length > 0 && <div className="grp"><span>{words.step.promises}</span></div>}
      {step.promises.map((promise) => {
        const made = of.promise.get(promise.id);
        return (
          <div key={promise.id} className="pad promise">
            <p dir="auto" className="b">{promise.title}</p>
            <p className="sm sec">{words.within(promise.within, promise.counted_in ?? null)}</p>
            {made && (
              <p className="sm">
                <Num of={made.kept} says={`${words.step.kept}, ${promise.title}`} /> {words.step.kept}{made.share_kept ? ` (${percent(made.share_kept.value)}, ${percent(made.share_kept.low)}–${percent(made.share_kept.high)})` : ""},{" "}
                <Num of={made.broken} says={`${words.step.broken}, ${promise.title}`} className="bad" /> {words.step.broken},{" "}
                <Num of={made.void} says={`${words.step.void}, ${promise.title}`} /> {words.step.void},{" "}
                <Num of={made.pending} says={`${words.step.pending}, ${promise.title}`} /> {words.step.pending}
              </p>
            )}
          </div>
        );
      })}
      {step.next.length > 0 && (
        <>
          <div className="grp"><span>{words.step.next}</span></div>
          <ul className="pad links">{step.next.map((id) => <li key={id}>{of.stageOf.has(id) ? <button type="button" className="link" dir="auto" onClick={() => look({ selected: `step:${id}` })}>{title(of, id)}</button> : <span dir="auto">{title(of, id)}</span>}</li>)}</ul>
        </>
      )}
      {step.does.length > 0 && <><div className="grp"><span>{words.step.does}</span></div><ul className="pad links">{step.does.map((text, i) => <li key={i} dir="auto">{text}</li>)}</ul></>}
      <Insights insights={stage.insights.filter((insight) => insight.at === step.id)} teams={of.map.teams} />
      {of.measures && <Waits of={of} step={step.id} />}
    </section>
  );
}

function Waits({ of, step }: { of: Laid; step: string }) {
  const waits = of.measures!.findings.filter((finding) => finding.from_step === step);
  if (!waits.length) return null;
  return (
    <>
      <div className="grp"><span>{words.step.went}</span></div>
      <ul className="pad links">
        {waits.map((wait) => <li key={wait.to_step}><span dir="auto">{title(of, wait.to_step)}</span> <span className="sec"><Num of={wait.trips} says={title(of, wait.to_step)}>{number(wait.trips.n)} {words.number.trips}</Num>, {words.hurts.together(duration(wait.time.total_seconds))}</span></li>)}
      </ul>
    </>
  );
}
