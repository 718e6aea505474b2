import type { ReactNode } from "react";
import type { Looked } from "../address";
import type { Count, Ending, MapView, Measures, Series } from "../api/client";
import { duration, longer, moreOrLess, number, percent, points } from "../format";
import { Num } from "../parts/num";
import { words } from "../words";
import { Sparkline, type Point } from "./sparkline";

/** The journey in numbers. */
export function Headline({ measures, map, series, loading, look }: { measures: Measures | null; map: MapView; series: Series | null; loading: boolean; look: (change: Partial<Looked>) => void }) {
  if (!measures && !loading) return <Held map={map} />;
  if (!measures) return <section className="kpis" aria-busy="true">{[1, 2, 3, 4, 5].map((i) => <div key={i} className="kpi"><div className="wait" /></div>)}</section>;
  const { headline } = measures;
  const best = most(measures.endings, "reached");
  const worst = most(measures.endings, "lost") ?? most(measures.endings, "gone_quiet");
  const compared = measures.compared_with !== null;
  const curve = (value: (point: Series["points"][number]) => number | null | undefined, said: (value: number) => string) => {
    const points = series?.points.map((point): Point => ({ began: point.began, whole: point.whole, value: value(point) ?? null, said: said(value(point) ?? 0) }));
    return points ? <Sparkline points={points} every={series!.every} open={() => look({ segment: series!.every, value: null, selected: null, list: null })} /> : null;
  };
  const share = (ending: Ending) => curve((point) => point.endings.find((one) => one.how === ending.how)?.share?.value, (value) => percent(value, 1));
  return (
    <section className="kpis" aria-label={words.lanes.customers}>
      <Kpi label={words.kpi.started} of={headline.trips} value={number(headline.trips.n)} says={words.number.trips}
        small={compared && headline.trips_change != null ? moreOrLess(headline.trips_change) : words.kpi.customers(headline.customers.n)} curve={curve((point) => point.headline.trips.n, number)} />
      {best && <Share ending={best} map={map} worse={(change) => change < 0} curve={share(best)} />}
      {worst && <Share ending={worst} map={map} worse={(change) => change > 0} curve={share(worst)} />}
      <Kpi label={words.kpi.median} of={headline.median_count} value={headline.median_seconds === null ? (measures.few ? words.kpi.fewer : words.kpi.underHalf) : duration(headline.median_seconds!)} says={words.kpi.median}
        small={headline.median_change != null ? longer(headline.median_change) : ""}
        bad={headline.median_change != null && headline.median_change > 0} curve={curve((point) => point.headline.median_seconds, duration)} />
      <Kpi label={words.kpi.onMap} of={headline.expected} value={headline.on_map === null ? words.kpi.fewer : percent(headline.on_map!)} says={words.kpi.onMap}
        small={headline.on_map_change != null ? points(headline.on_map_change) : ""}
        bad={headline.on_map_change != null && headline.on_map_change < 0} curve={curve((point) => point.headline.on_map, percent)} />
    </section>
  );
}

/** A map alone is told by what it holds. */
function Held({ map }: { map: MapView }) {
  const steps = map.stages.flatMap((stage) => stage.steps);
  const held = [map.stages.length, steps.length, steps.reduce((sum, step) => sum + step.promises.length, 0), map.outcomes.length, map.stages.reduce((sum, stage) => sum + stage.insights.length, 0)];
  return (
    <section className="kpis" aria-label={words.held.all}>
      {held.map((n, i) => <div key={i} className="kpi"><div className="l">{words.held.each[i]}</div><div className="v">{number(n)}</div></div>)}
    </section>
  );
}

function most(endings: Ending[], kind: string): Ending | null {
  const found = endings.filter((ending) => ending.kind === kind);
  return found.reduce<Ending | null>((best, ending) => (best && best.trips.n >= ending.trips.n ? best : ending), null);
}

function Share({ ending, map, worse, curve }: { ending: Ending; map: MapView; worse: (change: number) => boolean; curve: ReactNode }) {
  const label = map.outcomes.find((outcome) => outcome.id === ending.how)?.title ?? words.how[ending.how] ?? ending.how;
  const value = ending.share ? percent(ending.share.value, 1) : number(ending.trips.n);
  return <Kpi label={label} of={ending.trips} value={value} says={label} small={ending.change != null ? points(ending.change) : ending.share ? `${percent(ending.share.low, 1)}–${percent(ending.share.high, 1)}` : ""} bad={ending.change != null && worse(ending.change)} curve={curve} />;
}

function Kpi({ label, of, value, says, small, bad = false, curve }: { label: string; of: Count; value: string; says: string; small: string; bad?: boolean; curve: ReactNode }) {
  return (
    <div className="kpi">
      <div className="l" dir="auto" title={label}>{label}</div>
      <div className="v">
        <Num of={of} says={`${says}: ${value}`}>{value}</Num>
        {small && <small className={bad ? "bad" : ""}>{small}</small>}
      </div>
      {curve}
    </div>
  );
}
