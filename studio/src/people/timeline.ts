import type { Schemas } from "../api/client";

export type Trip = Schemas["PersonTrip"];
export type Visit = Schemas["PersonVisit"];

const SLOT = 104;
const FOLD = 64;
const FOLDED_FROM = 3_600;
export const EDGE = 34;

export interface Stop {
  visit: Visit;
  x: number;
  /** Labels stand above and below in turns: each has the room of two. */
  above: boolean;
}

export interface Fold {
  from: number;
  until: number;
  seconds: number;
}

export interface Band {
  from: number;
  until: number;
  stage: number | null;
}

export interface Line {
  stops: Stop[];
  folds: Fold[];
  bands: Band[];
  /** Where a new day begins. */
  days: { x: number; day: string }[];
  width: number;
}

/** A trip's visits on one line. Waits of an hour and more are folded and labelled, never removed. */
export function line(trip: Trip): Line {
  const stops: Stop[] = [];
  const folds: Fold[] = [];
  let x = EDGE;
  trip.visits.forEach((visit, i) => {
    stops.push({ visit, x, above: i % 2 === 0 });
    const last = i === trip.visits.length - 1;
    if (last) return;
    if ((visit.seconds ?? 0) >= FOLDED_FROM) {
      folds.push({ from: x + 22, until: x + SLOT + FOLD - 22, seconds: visit.seconds! });
      x += FOLD;
    }
    x += SLOT;
  });
  return { stops, folds, bands: bands(stops), days: days(stops), width: x + SLOT + EDGE };
}

/** Stretches of one stage. */
function bands(stops: Stop[]): Band[] {
  const found: Band[] = [];
  stops.forEach((stop, i) => {
    const from = i === 0 ? stop.x - 26 : (stops[i - 1]!.x + stop.x) / 2;
    const until = i === stops.length - 1 ? stop.x + 78 : (stop.x + stops[i + 1]!.x) / 2;
    const before = found.at(-1);
    if (before && before.stage === stop.visit.stage) before.until = until;
    else found.push({ from, until, stage: stop.visit.stage ?? null });
  });
  return found;
}

function days(stops: Stop[]): Line["days"] {
  const found: Line["days"] = [];
  for (const stop of stops) {
    const day = stop.visit.entered.slice(0, 10);
    if (found.at(-1)?.day !== day) found.push({ x: stop.x - 11, day });
  }
  return found;
}
