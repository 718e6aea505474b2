import { useMemo } from "react";
import { WEIGHTS, type Looked } from "../address";
import type { Flow, MapView, Measures } from "../api/client";
import { saidOf } from "../parts/said";
import { SaveAs } from "../parts/save-as";
import { useSize } from "../parts/use-size";
import { words } from "../words";
import { layout, notDrawn } from "./layout";
import { Picture } from "./picture";
import { saveMoves, Table } from "./table";

const LEAST_COLUMN = 148;
const MARGIN = 8;
const NARROW = 700;

interface Props {
  map: MapView;
  flow: Flow | null;
  measures: Measures | null;
  stale: boolean;
  looked: Looked;
  look: (change: Partial<Looked>, replace?: boolean) => void;
}

/** What customers really do: steps where the map has them, and every move between them. */
export function FlowPage({ map, flow, measures, stale, looked, look }: Props) {
  const [ref, width, height] = useSize<HTMLDivElement>();
  const all = flow?.moves.length ?? 0;
  const drawn = Math.min(all, looked.drawn ?? flow?.at_first ?? 0);
  const column = Math.max(LEAST_COLUMN, Math.floor((width - 2 * MARGIN) / Math.max(1, map.stages.length)));
  const laid = useMemo(() => (flow ? layout(map, flow, drawn, column, MARGIN, height) : null), [map, flow, drawn, column, height]);
  const table = looked.table || (width > 0 && width < NARROW);
  const select = (what: string | null) => look({ selected: looked.selected === what ? null : what, list: null });
  const titles = useMemo(() => new Map([...map.stages.flatMap((stage) => stage.steps), ...map.outcomes].map((one) => [one.id, one.title])), [map]);
  return (
    <div className="map-page">
      <div className="bar">
        <div className="seg" role="group" aria-label={words.flow.weight}>
          {WEIGHTS.map((by) => <button key={by} type="button" aria-pressed={looked.by === by} onClick={() => look({ by, drawn: null })}>{words.flow.weights[by]}</button>)}
        </div>
        {flow && all > 0 && (
          <div className="how-much">
            <span className="sm sec" aria-live="polite">{words.flow.drawn(drawn ? flow.moves[drawn - 1]!.drawn : 0, drawn, all)}</span>
            <input type="range" aria-label={words.flow.slider} min={1} max={all} value={drawn} onChange={(event) => look({ drawn: Number(event.target.value) }, true)} />
            <button type="button" className="pill" aria-pressed={looked.table} onClick={() => look({ table: !looked.table })}>{looked.table ? words.flow.picture : words.flow.table}</button>
          </div>
        )}
        {flow && all > 0 && <SaveAs name={`${map.journey}-flow`} said={() => ({ title: words.flow.name(map.title), lines: [`${words.flow.weights[flow.by]}, ${words.flow.drawn(flow.moves[drawn - 1]?.drawn ?? 0, drawn, all)}`, ...saidOf(map, measures, looked)] })} of={() => ref.current?.firstElementChild ?? null} table={() => saveMoves(flow)} />}
      </div>
      {notDrawn(map) > 0 && !table && <div className="notes" role="status"><p>{words.flow.rest(notDrawn(map))}</p></div>}
      {flow && all === 0 && <div className="notes" role="status"><p>{words.flow.nothing}</p></div>}
      <div className={`map-scroll${stale ? " stale" : ""}`} ref={ref} aria-busy={!flow}>
        {flow && width > 0 && table && <Table flow={flow} titles={titles} drawn={drawn} look={look} />}
        {flow && laid && width > 0 && !table && <Picture map={map} flow={flow} measures={measures} laid={laid} column={column} titles={titles} selected={looked.selected} select={select} />}
      </div>
    </div>
  );
}
