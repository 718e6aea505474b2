import type { Change, Measures } from "../api/client";
import { duration, longer, percent, period, points } from "../format";
import { title, type Laid } from "../map/place";
import { Triangle } from "../parts/icons";
import { Num } from "../parts/num";
import { SaveTable } from "../parts/save-table";
import { words } from "../words";
import { changes } from "./sheets";

/** What changed most against the period before. */
export function Changed({ of, measures }: { of: Laid; measures: Measures }) {
  const against = measures.compared_with;
  return (
    <section aria-labelledby="changed" className="changed">
      <div className="grp"><span id="changed">{words.changed.title}</span>{against && <span className="mut">{words.changed.against(period(against))}</span>}{measures.changes.length > 0 && <SaveTable name={`${of.map.journey}-changes`} of={words.changed.title} sheet={() => changes(measures.changes)} />}</div>
      {!against && <p className="pad sm mut">{words.changed.ask}</p>}
      {against && !measures.changes.length && <p className="pad sm mut">{words.changed.none}</p>}
      {measures.changes.map((change) => (
        <div key={change.what + change.names.join()} className="ex change">
          {change.better ? <svg width="11" height="11" viewBox="0 0 12 12" aria-hidden="true"><circle cx="6" cy="6" r="3.5" fill="var(--blue)" /></svg> : <Triangle />}
          <span>
            <span className="ti" dir="auto">{said(of, change)}</span>
            <span className="me"><Num of={change.count} says={said(of, change)} className={change.better ? "good b" : "bad b"}>{by(change)}</Num><span className="mut">{words.changed.before(value(change, change.before))}</span></span>
          </span>
        </div>
      ))}
    </section>
  );
}

function said(of: Laid, change: Change): string {
  if (change.what === "wait") return words.hurts.wait(title(of, change.names[0]!), title(of, change.names[1]!));
  const name = change.names[0]!;
  if (change.what === "ending") return words.how[name] ?? title(of, name);
  const promise = of.map.stages.flatMap((stage) => stage.steps).flatMap((step) => step.promises).find((one) => one.id === name);
  return words.changed.kept(promise?.title ?? name);
}

const by = (change: Change): string => (change.what === "wait" ? `${longer(change.change)} ${words.changed.perTrip}` : `${value(change, change.now)}, ${points(change.change)}`);
const value = (change: Change, amount: number): string => (change.what === "wait" ? duration(amount) : percent(amount));
