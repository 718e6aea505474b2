import type { Measures } from "../api/client";
import { number } from "../format";
import type { Laid } from "../map/place";
import { Num } from "../parts/num";
import { SaveTable } from "../parts/save-table";
import { words } from "../words";
import { pending } from "./sheets";

const MOST = 6;

/** Promises that are neither kept nor broken yet. */
export function Pending({ of, measures }: { of: Laid; measures: Measures }) {
  const open = measures.promises.filter((promise) => promise.pending.n > 0).sort((a, b) => b.pending.n - a.pending.n);
  const most = open[0]?.pending.n ?? 1;
  const titles = new Map(of.map.stages.flatMap((stage) => stage.steps).flatMap((step) => step.promises).map((promise) => [promise.id, promise.title]));
  const all = open.reduce((sum, promise) => sum + promise.pending.n, 0);
  if (!measures.promises.length) return null;
  return (
    <section className="due" aria-labelledby="pending">
      <div className="grp"><span id="pending">{words.pending.title}</span><span className="mut">{number(all)}</span>{open.length > 0 && <SaveTable name={`${of.map.journey}-open`} of={words.pending.title} sheet={() => pending(open, titles)} />}</div>
      {!open.length && <p className="pad sm mut">{words.pending.none}</p>}
      {open.slice(0, MOST).map((promise) => (
        <div key={promise.promise} className="meter">
          <span className="nm" dir="auto">{titles.get(promise.promise) ?? promise.promise}</span>
          <Num of={promise.pending} says={`${words.step.pending}, ${titles.get(promise.promise) ?? promise.promise}`} />
          <svg width="100%" height="4" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect width={(promise.pending.n / most) * 100} height="4" rx="1" fill="var(--blue-2)" /></svg>
        </div>
      ))}
    </section>
  );
}
