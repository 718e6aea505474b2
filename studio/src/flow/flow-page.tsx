import { lazy, Suspense } from "react";
import type { Looked } from "../address";
import type { Flow, MapView, Measures } from "../api/client";
import { words } from "../words";
import { SHOWS } from "./asked";
import { Moves } from "./moves";
import { Only } from "./only";

const Chart = lazy(() => import("./charts/chart"));

interface Props {
  map: MapView;
  flow: Flow | null;
  measures: Measures | null;
  stale: boolean;
  looked: Looked;
  look: (change: Partial<Looked>, replace?: boolean) => void;
}

/** What customers really do: moves from step to step, and beside them pictures of the same trips. */
export default function FlowPage(props: Props) {
  const { map, flow, looked, look } = props;
  return (
    <div className="map-page">
      <div className="bar shows">
        <div className="seg" role="group" aria-label={words.charts.group}>
          {SHOWS.map((show) => <button key={show} type="button" aria-pressed={looked.show === show} onClick={() => look({ show, list: null })}>{words.charts.shows[show]}</button>)}
        </div>
        <Only map={map} only={looked.only} look={look} />
      </div>
      {looked.show === "moves" ? (
        <Moves {...props} />
      ) : (
        <Suspense fallback={<div className="map-scroll" aria-busy="true" />}>
          <Chart map={map} flow={flow} measures={props.measures} looked={looked} look={look} />
        </Suspense>
      )}
    </div>
  );
}
