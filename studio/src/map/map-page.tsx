import { useCallback, useMemo, useRef } from "react";
import type { MapView, Measures } from "../api/client";
import { OVERLAYS, type Looked } from "../address";
import { Notes } from "../parts/notes";
import { PAGE_WIDTH, usePrinting } from "../parts/printing";
import { saidOf } from "../parts/said";
import { save } from "../parts/save";
import { SaveAs } from "../parts/save-as";
import { useSize } from "../parts/use-size";
import { words } from "../words";
import { customersLane } from "./customers-lane";
import { channelsLane } from "./channels-lane";
import { ideasLane, ownerLane, painLane } from "./design-lanes";
import { feelingsLane } from "./feelings-lane";
import { Grid } from "./grid";
import type { Lane } from "./lane";
import { COLUMNS, numbers } from "./numbers";
import { laid, type Laid } from "./place";
import { promisesLane } from "./promises-lane";
import { Stack } from "./stack";
import { stepsLane } from "./steps-lane";
import { timeLane } from "./time-lane";

const LANE_NAMES = 104;
const LEAST_COLUMN = 140;
const NARROW = 700;
const LEAST_FIT = 0.55;

interface Props {
  map: MapView;
  measures: Measures | null;
  stale: boolean;
  looked: Looked;
  look: (change: Partial<Looked>) => void;
}

/** The map: stages across, lanes down, and what was measured laid over it. */
export function MapPage({ map, measures, stale, looked, look }: Props) {
  const [ref, width] = useSize<HTMLDivElement>();
  const of = useMemo(() => laid(map, measures, looked.overlay), [map, measures, looked.overlay]);
  const column = Math.max(LEAST_COLUMN, Math.floor((width - LANE_NAMES) / Math.max(1, map.stages.length)));
  const now = useRef({ looked, look });
  now.current = { looked, look };
  const select = useCallback((what: string) => now.current.look({ selected: now.current.looked.selected === what ? null : what, list: null }), []);
  const hurting = looked.overlay === "none" ? null : (measures?.findings[0]?.from_step ?? null);
  const hot = hurting === null ? null : (of.stageOf.get(hurting) ?? null);
  const printing = usePrinting();
  // On paper a map is whole and as small as need be; where nobody could read that, stage comes after stage.
  const tooWide = PAGE_WIDTH / (LANE_NAMES + column * map.stages.length) < LEAST_FIT;
  const narrow = (width > 0 && width < NARROW) || (printing && tooWide);
  const lanes = useLanes(of, narrow ? width - 130 : column, looked.selected, select, hurting, hot);
  return (
    <div className="map-page">
      <div className="bar">
        <div className="seg" role="group" aria-label={words.overlay}>
          {OVERLAYS.map((overlay) => (
            <button key={overlay} type="button" aria-pressed={looked.overlay === overlay} onClick={() => look({ overlay })}>{words.overlays[overlay]}</button>
          ))}
        </div>
        <Legend />
        <SaveAs name={`${map.journey}-map`} said={() => ({ title: map.title, lines: saidOf(map, measures, looked) })} of={() => ref.current?.firstElementChild ?? null} table={() => save(`${map.journey}-map.csv`, COLUMNS, numbers(of))} />
      </div>
      <div className="map-scroll" ref={ref}>
        {width > 0 && (narrow ? (
          <>
            <Stack of={of} lanes={lanes} hot={hot} stale={stale} select={select} />
            <Known of={of} />
          </>
        ) : (
          <Grid of={of} lanes={lanes} column={column} sight={Math.ceil((width - LANE_NAMES) / column)} hot={hot} chosen={chosenStage(of, looked.selected)} stale={stale} select={select} />
        ))}
      </div>
      {!narrow && <Known of={of} />}
    </div>
  );
}

/** The lanes there are. One stays the same as long as what it shows does: then it is not drawn anew. */
function useLanes(of: Laid, column: number, selected: string | null, select: (what: string) => void, hurting: string | null, hot: number | null): Lane[] {
  const lanes = [
    useMemo(() => customersLane(of, column, hot), [of, column, hot]),
    useMemo(() => timeLane(of, column), [of, column]),
    useMemo(() => stepsLane(of, selected, select, hurting), [of, selected, select, hurting]),
    useMemo(() => channelsLane(of), [of]),
    useMemo(() => feelingsLane(of), [of]),
    useMemo(() => promisesLane(of, selected, select), [of, selected, select]),
    useMemo(() => painLane(of, select), [of.map, select]),
    useMemo(() => ideasLane(of, select), [of.map, select]),
    useMemo(() => ownerLane(of), [of.map]),
  ];
  return lanes.filter((lane): lane is Lane => lane !== null);
}

function chosenStage(of: Laid, selected: string | null): number | null {
  const [kind, id] = [selected?.split(":")[0], selected?.slice(selected.indexOf(":") + 1) ?? ""];
  if (kind === "step") return of.stageOf.get(id) ?? null;
  const index = of.map.stages.findIndex((stage) => stage.id === id);
  return kind === "stage" && index >= 0 ? index : null;
}

function Legend() {
  return (
    <div className="key">
      <span><svg width="18" height="8" aria-hidden="true"><rect width="18" height="8" rx="2" fill="var(--blue-3)" /></svg>{words.legend.expected}</span>
      <span><svg width="18" height="8" aria-hidden="true"><rect width="18" height="8" rx="2" fill="url(#broken)" /></svg>{words.legend.broken}</span>
      <span><svg width="20" height="8" aria-hidden="true"><path d="M0 4h20" stroke="var(--plum)" strokeWidth="2.5" strokeDasharray="5 3" /></svg>{words.legend.offMap}</span>
      <span><svg width="6" height="11" aria-hidden="true"><path d="M3 0v11" stroke="var(--ink)" strokeWidth="1.6" /></svg>{words.legend.promise}</span>
    </div>
  );
}

/** What a reader should know before the numbers. */
function Known({ of: { measures, titles } }: { of: Laid }) {
  if (!measures) return null;
  const said: string[] = [];
  if (measures.headline.trips.n === 0) said.push(`${words.empty.noTrips} ${words.empty.unmapped(measures.unmapped.n)}`);
  else if (measures.few) said.push(words.few_(measures.headline.customers.n));
  if (measures.headline.trips.n && measures.missing.length) said.push(`${words.missing(measures.missing.length)} ${some(measures.missing.map((id) => titles.get(id) ?? id))}.`);
  said.push(...measures.notes);
  return said.length ? <Notes said={said} /> : null;
}

const MOST_NAMED = 5;
const LONGEST = 60;
const short = (name: string) => (name.length > LONGEST ? `${name.slice(0, LONGEST - 1).trimEnd()}…` : name);
const some = (names: string[]) => names.slice(0, MOST_NAMED).map(short).join(", ") + (names.length > MOST_NAMED ? `, ${words.more(names.length - MOST_NAMED)}` : "");

/** Patterns that pictures of the whole page are filled with. */
export function Patterns() {
  return (
    <svg width="0" height="0" className="patterns" aria-hidden="true">
      <defs>
        <pattern id="broken" width="5" height="5" patternTransform="rotate(45)" patternUnits="userSpaceOnUse">
          <rect width="5" height="5" fill="var(--orange-3)" />
          <path d="M0 0v5" stroke="var(--orange-2)" strokeWidth="1.6" />
        </pattern>
        <linearGradient id="solved" x1="0" y1="1" x2="0" y2="0"><stop offset="0" className="solved-from" /><stop offset="1" className="solved-to" /></linearGradient>
        <linearGradient id="lost" x1="0" y1="0" x2="0" y2="1"><stop offset="0" className="lost-from" /><stop offset="1" className="lost-to" /></linearGradient>
      </defs>
    </svg>
  );
}

