import { useMemo, useState } from "react";
import { flushSync } from "react-dom";
import type { Looked } from "../address";
import type { Flow, MapView, Measures } from "../api/client";
import { percent } from "../format";
import { SaveAs } from "../parts/save-as";
import { useSize } from "../parts/use-size";
import { Notes } from "../parts/notes";
import { words } from "../words";
import { WEIGHTS } from "./asked";
import { layout, notDrawn } from "./layout";
import { saidOfWays } from "./only";
import { Picture } from "./picture";
import { saveMoves, Table } from "./table";
import { useZoom } from "./zoom";

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

/** Steps where the map has them, and every move between them. */
export function Moves({ map, flow, measures, stale, looked, look }: Props) {
  const [ref, width, height] = useSize<HTMLDivElement>();
  // Room is taken once: a scroll bar that a larger picture brings would move all steps.
  const [room, setRoom] = useState<[number, number] | null>(null);
  if (width > 0 && (room === null || Math.abs(room[0] - width) > 24 || Math.abs(room[1] - height) > 24)) setRoom([width, height]);
  const [wide, high] = room ?? [width, height];
  const all = flow?.moves.length ?? 0;
  const drawn = Math.min(all, looked.drawn ?? flow?.at_first ?? 0);
  const column = Math.max(LEAST_COLUMN, Math.floor((wide - 2 * MARGIN) / Math.max(1, map.stages.length)));
  const laid = useMemo(() => (flow ? layout(map, flow, drawn, column, MARGIN, high) : null), [map, flow, drawn, column, high]);
  const table = looked.table || (width > 0 && width < NARROW);
  const [zoom, turnZoom] = useZoom(ref, map.stages.length * column + 2 * MARGIN, wide);
  const select = (what: string | null) => look({ selected: looked.selected === what ? null : what, list: null });
  const titles = useMemo(() => new Map([...map.stages.flatMap((stage) => stage.steps), ...map.outcomes].map((one) => [one.id, one.title])), [map]);
  // A picture that is kept is of its own size, however large it is looked at.
  const pictured = () => {
    flushSync(() => turnZoom(1));
    return ref.current?.querySelector(".flow, .flow-table") ?? null;
  };
  return (
    <>
      <div className="bar">
        <div className="seg" role="group" aria-label={words.flow.weight}>
          {WEIGHTS.map((by) => <button key={by} type="button" aria-pressed={looked.by === by} onClick={() => look({ by, drawn: null })}>{words.flow.weights[by]}</button>)}
        </div>
        {flow && all > 0 && (
          <div className="how-much">
            <SaveAs name={`${map.journey}-flow`} said={() => ({ title: words.flow.name(map.title), lines: [`${words.flow.weights[flow.by]}, ${words.flow.drawn(flow.moves[drawn - 1]?.drawn ?? 0, drawn, all)}`, ...saidOfWays(map, measures, looked)] })} of={pictured} table={() => saveMoves(flow)} />
            <span className="sm sec" aria-live="polite">{words.flow.drawn(drawn ? flow.moves[drawn - 1]!.drawn : 0, drawn, all)}</span>
            <input type="range" aria-label={words.flow.slider} min={1} max={all} value={drawn} onChange={(event) => look({ drawn: Number(event.target.value) }, true)} />
            {!table && (
              <span className="seg zoom" role="group" aria-label={words.flow.zoom}>
                <button type="button" aria-label={words.flow.smaller} onClick={() => turnZoom(zoom / 1.25)}>−</button>
                <button type="button" title={words.flow.fit} onClick={() => turnZoom("fit")}>{percent(zoom)}<span className="hidden">, {words.flow.fit}</span></button>
                <button type="button" aria-label={words.flow.larger} onClick={() => turnZoom(zoom * 1.25)}>+</button>
              </span>
            )}
            <button type="button" className="pill" aria-pressed={looked.table} onClick={() => look({ table: !looked.table })}>{looked.table ? words.flow.picture : words.flow.table}</button>
          </div>
        )}
      </div>
      {notDrawn(map) > 0 && !table && <Notes said={[words.flow.rest(notDrawn(map))]} />}
      {flow && all === 0 && <Notes said={[looked.only.length ? words.only.nobody : words.flow.nothing]} />}
      <div className={`map-scroll${stale ? " stale" : ""}`} ref={ref} aria-busy={!flow}>
        {flow && width > 0 && table && <Table flow={flow} titles={titles} drawn={drawn} look={look} />}
        {flow && laid && width > 0 && !table && (
          <div style={{ zoom }}>
            <Picture map={map} flow={flow} measures={measures} laid={laid} column={column} titles={titles} selected={looked.selected} select={select} drawn={drawn} />
          </div>
        )}
      </div>
    </>
  );
}
