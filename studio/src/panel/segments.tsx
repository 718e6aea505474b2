import type { Looked } from "../address";
import type { Ending, MapView, Measures } from "../api/client";
import { duration, number, percent } from "../format";
import { Num } from "../parts/num";
import { SaveTable } from "../parts/save-table";
import { words } from "../words";
import { segments } from "./sheets";

const MOST = 20;

/** Segments side by side. */
export function Segments({ measures, map, look, chosen }: { measures: Measures; map: MapView; look: (change: Partial<Looked>) => void; chosen: string | null }) {
  const kinds = new Map(map.outcomes.map((outcome) => [outcome.id, outcome.kind]));
  const share = (endings: Ending[], kind: string) => {
    const [most] = endings.filter((ending) => kinds.get(ending.how) === kind).sort((a, b) => b.trips.n - a.trips.n);
    return most ? <Num of={most.trips} says={kind}>{most.share ? percent(most.share.value) : words.few(most.trips.n)}</Num> : null;
  };
  const shown = measures.segments.slice(0, MOST);
  const name = measures.segment?.replaceAll("_", " ") ?? "";
  return (
    <section>
      <div className="grp"><span id="segments">{words.segments.title(name)}</span><SaveTable name={`${map.journey}-${measures.segment}`} of={words.segments.title(name)} sheet={() => segments(measures)} /></div>
      <div className="listing" tabIndex={0} role="region" aria-labelledby="segments">
        <table className="segments">
          <thead><tr><th scope="col">{words.segment}</th><th scope="col">{words.segments.trips}</th><th scope="col">{words.segments.reached}</th><th scope="col">{words.segments.lost}</th><th scope="col">{words.segments.median}</th></tr></thead>
          <tbody>
            {shown.map((segment) => {
              const value = segment.value ?? "";
              return (
                <tr key={value} aria-current={chosen === value || undefined}>
                  <td><button type="button" className="link" dir="auto" onClick={() => look({ value: chosen === value ? null : value })}>{segment.value ?? words.unknown}</button></td>
                  <td><Num of={segment.headline.trips} says={value || words.unknown}>{number(segment.headline.trips.n)}</Num></td>
                  <td>{share(segment.endings, "reached")}</td>
                  <td>{share(segment.endings, "lost")}</td>
                  <td><Num of={segment.headline.median_count} says={`${words.kpi.median}, ${value || words.unknown}`}>{median(segment.headline)}</Num></td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {measures.segments.length > MOST && <p className="pad mi mut">{words.more(measures.segments.length - MOST)}</p>}
    </section>
  );
}

const median = ({ median_seconds: seconds, on_map }: Measures["headline"]): string => (seconds === null ? (on_map === null ? words.kpi.fewer : words.kpi.underHalf) : duration(seconds));
