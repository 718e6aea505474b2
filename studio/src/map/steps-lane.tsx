import { memo } from "react";
import type { StepView } from "../api/client";
import { number } from "../format";
import { Icon } from "../parts/icons";
import { words } from "../words";
import type { Lane } from "./lane";
import { shows, type Laid } from "./place";

const MOST = 6;

/** The steps of each stage, and how many trips came to them. */
export function stepsLane(of: Laid, selected: string | null, select: (what: string) => void, hurting: string | null): Lane {
  const counted = shows(of, "volume") && of.measures;
  const total = of.map.stages.reduce((sum, stage) => sum + stage.steps.length, 0);
  return {
    id: "steps",
    name: words.lanes.steps,
    evidence: counted ? "measured" : "assumed",
    sample: counted ? words.evidence.trips_n : words.evidence.steps(total),
    cell: (stage) => {
      const shown = stage.steps.length > MOST ? stage.steps.slice(0, MOST - 1) : stage.steps;
      return (
        <>
          {shown.map((step) => <Step key={step.id} step={step} of={of} chosen={selected === `step:${step.id}`} hurting={hurting === step.id} select={select} />)}
          {shown.length < stage.steps.length && (
            <button type="button" className="step-more" onClick={() => select(`stage:${stage.id}`)}>
              {words.more(stage.steps.length - shown.length)}
            </button>
          )}
        </>
      );
    },
    // One button more or less is taller or smaller than a step.
    tall: (stage) => Math.min(stage.steps.length, MOST - 0.5),
    says: (stage) => stage.steps.map((step) => stepSays(step, of)).join("; "),
  };
}

function stepSays(step: StepView, of: Laid): string {
  const numbers = of.step.get(step.id);
  return numbers ? `${step.title}, ${number(numbers.trips.n)} ${words.number.trips}` : step.title;
}

const Step = memo(function Step({ step, of, chosen, hurting, select }: { step: StepView; of: Laid; chosen: boolean; hurting: boolean; select: (what: string) => void }) {
  const numbers = shows(of, "volume") ? of.step.get(step.id) : undefined;
  const seen = step.seen === "events";
  const width = numbers && seen ? `${((numbers.trips.n / of.mostTrips) * 100).toFixed(1)}%` : "0%";
  const name = `step${chosen ? " chosen" : ""}${hurting ? " hurting" : ""}${seen ? "" : " unseen"}`;
  return (
    <button type="button" className={name} style={{ "--w": width } as React.CSSProperties} aria-pressed={chosen} title={step.title} onClick={() => select(`step:${step.id}`)}>
      <Icon name={step.channels[0] ?? "step"} size={12} />
      <span className="nm" dir="auto">{step.title}</span>
      {numbers && seen && <span className="ct">{number(numbers.trips.n)}<span className="hidden"> {words.number.trips}</span></span>}
      {!seen && <span className="ct">{step.seen === "aftercare" ? words.aftercare : "offline"}</span>}
    </button>
  );
});
