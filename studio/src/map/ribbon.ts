import type { StageMove, StageNumbers } from "../api/client";

export const HEIGHT = 190;
const MIDDLE = 72;
const TALLEST = 52;
const BAR = 7;
const INSET = 14;
const MOST_ARCS = 4;
const TRACKS = [160, 178];

export interface Arc {
  move: StageMove;
  from: number;
  to: number;
  path: string;
  head: string;
  width: number;
  /** Where its label is put: the middle, and how wide it may be. */
  x: number;
  y: number;
  room: number;
}

export interface Ribbon {
  bars: { x: number; top: number; bottom: number }[];
  bands: string[];
  up: (string | null)[];
  down: (string | null)[];
  arcs: Arc[];
}

/** How many trips each stage had, and how they left it: bars as tall as trips, bands from those who moved on to those who came. */
export function ribbon(stages: StageNumbers[], moves: StageMove[], column: number): Ribbon {
  const most = Math.max(1, ...stages.map((stage) => stage.trips.n));
  const tall = (n: number) => (n / most) * TALLEST;
  const bars = stages.map((stage, i) => {
    const height = Math.max(1, tall(stage.trips.n));
    return { x: i * column + INSET, top: MIDDLE - height / 2, bottom: MIDDLE + height / 2 };
  });
  return { bars, bands: bands(stages, bars, tall), up: ups(stages, bars, tall), down: downs(stages, bars, tall), arcs: arcs(stages, moves, bars) };
}

function bands(stages: StageNumbers[], bars: Ribbon["bars"], tall: (n: number) => number): string[] {
  return stages.slice(0, -1).map((stage, i) => {
    const here = bars[i]!;
    const next = bars[i + 1]!;
    const from = here.top + tall(stage.reached.n + stage.other.n);
    const until = from + tall(stage.moved_on.n);
    const [left, right] = [here.x + BAR, next.x];
    const middle = (left + right) / 2;
    return `M${left} ${from}C${middle} ${from} ${middle} ${next.top} ${right} ${next.top}V${next.bottom}C${middle} ${next.bottom} ${middle} ${until} ${left} ${until}Z`;
  });
}

/** Who came to what they came for leaves upward. */
function ups(stages: StageNumbers[], bars: Ribbon["bars"], tall: (n: number) => number): (string | null)[] {
  return stages.map((stage, i) => {
    const n = stage.reached.n + stage.other.n;
    if (!n) return null;
    const { top: y, x } = bars[i]!;
    const h = Math.max(1.6, tall(n));
    const left = x + BAR;
    return `M${left} ${y}C${left + 16} ${y} ${left + 20} ${y - 4} ${left + 20} 34H${left + 20 + h}C${left + 20 + h} ${y + 2} ${left + 22} ${y + h} ${left} ${y + h}Z`;
  });
}

/** Who is lost or has gone quiet leaves downward. */
function downs(stages: StageNumbers[], bars: Ribbon["bars"], tall: (n: number) => number): (string | null)[] {
  return stages.map((stage, i) => {
    const n = stage.lost.n + stage.gone_quiet.n;
    if (!n) return null;
    const { bottom, x } = bars[i]!;
    const h = Math.max(1.6, tall(n));
    const left = x + BAR;
    const x0 = left + 6;
    return `M${left} ${bottom - h}C${left + 8} ${bottom - h} ${x0 + h} ${bottom - h} ${x0 + h} ${FIRST_LINE - 5}H${x0}C${x0} ${bottom + 2} ${left + 4} ${bottom} ${left} ${bottom}Z`;
  });
}

/** Where the lines below the band begin. */
export const FIRST_LINE = 110;

/** Moves off the map, the most first, as long as there is room for them. */
function arcs(stages: StageNumbers[], moves: StageMove[], bars: Ribbon["bars"]): Arc[] {
  const place = new Map(stages.map((stage, i) => [stage.stage, i]));
  const taken: [number, number][][] = TRACKS.map(() => []);
  const most = Math.max(1, ...moves.map((move) => move.moves.n));
  const leaving = stages.map(() => 0);
  const coming = stages.map(() => 0);
  const found: Arc[] = [];
  for (const move of moves) {
    const [from, to] = [place.get(move.from_stage), place.get(move.to_stage)];
    if (found.length === MOST_ARCS || from === undefined || to === undefined) continue;
    const [low, high] = [Math.min(from, to), Math.max(from, to)];
    const track = taken.findIndex((spans) => spans.every(([a, b]) => high <= a || low >= b));
    if (track < 0) continue;
    taken[track]!.push([low, high]);
    // At one bar arcs keep apart: what leaves stands left, what comes stands right.
    const a = bars[from]!.x + 1 - 4 * leaving[from]!++;
    const b = bars[to]!.x + BAR - 1 + 4 * coming[to]!++;
    found.push(arc(move, from, to, [a, b, TRACKS[track]!], bars, 1.2 + (2.4 * move.moves.n) / most));
  }
  return found;
}

function arc(move: StageMove, from: number, to: number, [a, b, y]: [number, number, number], bars: Ribbon["bars"], width: number): Arc {
  const ahead = to > from ? 1 : -1;
  const bend = 10;
  const path = `M${a} ${bars[from]!.bottom + 2}V${y - bend}Q${a} ${y} ${a + bend * ahead} ${y}H${b - bend * ahead}Q${b} ${y} ${b} ${y - bend}V${bars[to]!.bottom + 6}`;
  const tip = bars[to]!.bottom + 2;
  const head = `M${b - 4} ${tip + 7}L${b} ${tip}L${b + 4} ${tip + 7}Z`;
  return { move, from, to, path, head, width, x: (a + b) / 2, y, room: Math.abs(b - a) - 2 * bend - 8 };
}
