import { duration, number } from "../format";
import { Num } from "../parts/num";
import { logAxis } from "../parts/log-axis";
import { words } from "../words";
import type { Lane } from "./lane";
import { shows, slowest, title, type Laid } from "./place";

/** How long customers stay at the step of the stage that takes most of their time, on one axis for all stages; the promise is a tick.
 *  Below it how long they take to pass through the whole stage: on the axis that is a ring. */
export function timeLane(of: Laid, column: number): Lane {
  const width = Math.max(60, column - 22);
  const measured = shows(of, "time") ? of.measures : null;
  const x = axis(of, width);
  return {
    id: "time",
    name: words.lanes.time,
    evidence: measured ? "measured" : "assumed",
    sample: measured ? words.evidence.logAxis : words.evidence.designed,
    cell: (stage) => {
      const step = measured ? slowest(stage, of) : null;
      const promises = stage.steps.filter((one) => !step || one.id === step.step).flatMap((one) => one.promises);
      const median = step?.time?.p50_seconds ?? null;
      const ninety = step?.time?.p90_seconds ?? null;
      const due = promises.length ? Math.min(...promises.map((promise) => promise.within_seconds)) : null;
      const passage = measured ? of.passage.get(stage.id) : undefined;
      const late = due !== null && median !== null && median > due;
      const slow = due !== null && ninety !== null && ninety > due;
      return (
        <>
          <svg width={width} height="13" aria-hidden="true">
            <path d={`M0 7H${width}`} stroke="var(--line)" />
            {median !== null && ninety !== null && (
              <>
                <path d={`M${x(median)} 7H${x(ninety)}M${x(ninety)} 4v6`} stroke={slow ? "var(--orange-2)" : "var(--blue-2)"} strokeWidth="2" />
                <rect y="4.5" width={x(median)} height="5" rx="2" fill={late ? "var(--orange)" : "var(--blue)"} />
              </>
            )}
            {passage?.time.p50_seconds != null && <circle cx={x(passage.time.p50_seconds)} cy="7" r="3.6" fill="var(--surface)" stroke="var(--ink-2)" strokeWidth="1.4" />}
            {promises.map((promise) => <path key={promise.id} d={`M${x(promise.within_seconds)} 0v13`} stroke="var(--ink)" strokeWidth="1.5" />)}
          </svg>
          {!of.measures && shows(of, "time") && <div className="wait line-wait" />}
          {step && median !== null && ninety !== null && (
            <Num of={step.stays} says={`${words.number.stays}, ${title(of, step.step)}: ${words.halfBy(duration(median))}, ${words.ninetyBy(duration(ninety))}`} className="line">
              <span className={`b ${late ? "bad" : ""}`}>{duration(median)}</span> <span className="mut">· {words.ninetyBy(duration(ninety))}</span>
            </Num>
          )}
          {step && median === null && <Num of={step.stays} says={`${words.number.stays}, ${title(of, step.step)}`} className="line">{words.few(step.stays.n)}</Num>}
          {measured && !step && <span className="mut line">{words.noTimes}</span>}
          {passage && (
            <Num of={passage.stays} says={`${words.passage.of}, ${stage.title}: ${passageSays(passage)}`} className="line passage">
              {words.passage.label} {passage.time.p50_seconds == null ? words.few(passage.stays.n) : <><span className="b">{duration(passage.time.p50_seconds)}</span> <span className="mut">· {words.passage.ninety(duration(passage.time.p90_seconds!))}</span></>}
            </Num>
          )}
          {!shows(of, "time") && due !== null && <span className="mut line">{words.within(duration(due), null)}</span>}
        </>
      );
    },
    tall: (stage) => {
      if (measured) return of.passage.has(stage.id) ? 2 : 1;
      return !shows(of, "time") && stage.steps.some((step) => step.promises.length) ? 1 : 0;
    },
    says: (stage) => {
      const step = measured ? slowest(stage, of) : null;
      if (!step?.time) return words.noTimes;
      const { p50_seconds: half, p90_seconds: ninety } = step.time;
      const times = half == null || ninety == null ? words.few(step.stays.n) : `${words.halfBy(duration(half))}, ${words.ninetyBy(duration(ninety))}`;
      const passage = of.passage.get(stage.id);
      return `${title(of, step.step)}, ${times}, ${number(step.stays.n)} ${words.number.stays}${passage ? `; ${words.passage.label} ${passageSays(passage)}` : ""}`;
    },
  };
}

function passageSays({ stays, time }: { stays: { n: number }; time: { p50_seconds?: number | null; p90_seconds?: number | null } }): string {
  if (time.p50_seconds == null || time.p90_seconds == null) return words.few(stays.n);
  return `${words.passage.half(duration(time.p50_seconds))}, ${words.passage.ninety(duration(time.p90_seconds))}`;
}

function axis(of: Laid, width: number) {
  const steps = of.map.stages.flatMap((stage) => stage.steps);
  const all = [
    ...steps.flatMap((step) => step.promises.map((promise) => promise.within_seconds)),
    ...(of.measures?.steps.flatMap((step) => [step.time?.p50_seconds, step.time?.p90_seconds]) ?? []),
    ...(of.measures?.stage_times.map((passage) => passage.time.p50_seconds) ?? []),
  ].filter((seconds): seconds is number => !!seconds);
  const x = logAxis([Math.min(60, ...all), Math.max(3_600, ...all) * 1.15], [2, width - 2]);
  return (seconds: number) => Math.round(x(seconds) * 10) / 10;
}
