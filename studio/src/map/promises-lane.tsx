import type { CSSProperties } from "react";
import type { PromiseNumbers, PromiseView } from "../api/client";
import { number, percent } from "../format";
import { words } from "../words";
import type { Lane } from "./lane";
import { promisesOf, shows, type Laid } from "./place";

const MOST = 2;

/** What the customer may count on, and how often it was kept: those kept least first. */
export function promisesLane(of: Laid, selected: string | null, select: (what: string) => void): Lane | null {
  if (!of.map.stages.some((stage) => stage.steps.some((step) => step.promises.length))) return null;
  const measured = shows(of, "promises") ? of.measures : null;
  return {
    id: "promises",
    name: words.lanes.promises,
    evidence: measured ? "measured" : "assumed",
    sample: measured ? words.evidence.kept : words.evidence.designed,
    cell: (stage) => {
      const all = promisesOf(stage, of);
      return (
        <>
          {all.slice(0, MOST).map(({ promise, numbers, step }, place) => (
            // Measures put promises in another order: what stands in a place is written anew, and nothing moves.
            <Promised key={place} promise={promise} numbers={measured ? numbers : undefined} chosen={selected === `step:${step.id}`} open={() => select(`step:${step.id}`)} />
          ))}
          {all.length > MOST && <button type="button" className="step-more" onClick={() => select(`stage:${stage.id}`)}>{words.more(all.length - MOST)}</button>}
        </>
      );
    },
    tall: (stage) => Math.min(MOST + 1, promisesOf(stage, of).length),
    says: (stage) => promisesOf(stage, of).map(({ promise, numbers }) => promiseSays(promise, measured ? numbers : undefined)).join("; ") || words.nothing,
  };
}

function promiseSays(promise: PromiseView, numbers: PromiseNumbers | undefined): string {
  if (!numbers) return `${promise.title}, ${words.within(promise.within, promise.counted_in ?? null)}`;
  const n = numbers.kept.n + numbers.broken.n;
  return numbers.share_kept ? `${promise.title}, ${percent(numbers.share_kept.value)} of ${number(n)} kept` : `${promise.title}, ${number(numbers.kept.n)} of ${number(n)} kept`;
}

function Promised({ promise, numbers, chosen, open }: { promise: PromiseView; numbers: PromiseNumbers | undefined; chosen: boolean; open: () => void }) {
  const share = numbers?.share_kept ?? null;
  const bad = share !== null && share.high < 0.8;
  return (
    <button type="button" className={`prom${chosen ? " chosen" : ""}`} title={promise.title} onClick={open}>
      <span className="p" dir="auto">{promise.title}</span>
      {numbers && (
        <span className={`b ${bad ? "bad" : ""}`}>
          {bad && <svg width="7" height="6" aria-hidden="true"><path d="M0 .5h7L3.500 6Z" fill="var(--orange)" /></svg>}
          {share ? percent(share.value) : words.few(numbers.kept.n + numbers.broken.n)}
          <span className="hidden"> {words.keptOf(numbers.kept.n + numbers.broken.n)}</span>
        </span>
      )}
      {!numbers && <span className="mut">{promise.within}</span>}
      {share && <span className={`kept${bad ? " late" : ""}`} style={{ "--share": `${share.value * 100}%`, "--low": `${share.low * 100}%`, "--high": `${share.high * 100}%` } as CSSProperties} />}
    </button>
  );
}
