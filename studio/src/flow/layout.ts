import type { Flow, MapView, Move, Weight } from "../api/client";
import { duration, number } from "../format";

export const NODE = { narrowest: 104, widest: 150, height: 36 };
export const RAIL = { top: 16, height: 30 };
export const HEAD = 38;
const FIRST_ROW = 122;
const LEAST_GAP = 64;
const BELOW = 96;
const MOST_NODES = 60;
const HEAVIEST = 15;

export interface Node {
  id: string;
  x: number;
  y: number;
  width: number;
  stage: number;
}

export interface Edge {
  move: Move;
  path: string;
  width: number;
  /** on: expected; off: not on the map; up, down: to an outcome. */
  look: "on" | "off" | "up" | "down";
  label: { x: number; y: number; anchor: "start" | "middle" | "end" } | null;
  head: string | null;
}

export interface Laid {
  nodes: Node[];
  edges: Edge[];
  height: number;
  /** Where the rails of outcomes are. */
  top: number;
  bottom: number;
  left: number;
}

/** Steps in the columns of the map, moves between them. A filter never moves a step: places depend on the map alone. */
export function layout(map: MapView, flow: Flow, drawn: number, column: number, margin: number, room: number): Laid {
  const { nodes, rows, gap } = places(map, flow, column, margin, room);
  const bottomOfNodes = FIRST_ROW + Math.max(0, rows - 1) * gap + NODE.height / 2;
  const bottom = bottomOfNodes + BELOW + 34;
  const kinds = new Map(map.outcomes.map((outcome) => [outcome.id, outcome.kind]));
  const at = new Map(nodes.map((node) => [node.id, node]));
  const moves = flow.moves.slice(0, drawn).filter((move) => at.has(move.from_step) && (at.has(move.to) || kinds.has(move.to)));
  const heaviest = Math.max(1e-9, ...flow.moves.map((move) => move.weight));
  const width = (move: Move) => Math.max(1.2, (move.weight / heaviest) * HEAVIEST);
  const ports = portsOf(moves, at, width);
  const back = tracks(moves.filter((move) => isBack(move, at)), at, bottomOfNodes + 22);
  const edges = moves.map((move) => edge(move, at, kinds, ports, back, width(move), bottom));
  return { nodes, edges: withLabels(edges, nodes, flow.by), height: bottom + RAIL.height + 18, top: RAIL.top, bottom, left: margin };
}

/** What is above the first step and below the last: rails, tracks of moves back. */
const AROUND = HEAD + FIRST_ROW + NODE.height / 2 + BELOW + 34 + RAIL.height + 20;

function places(map: MapView, flow: Flow, column: number, margin: number, room: number): { nodes: Node[]; rows: number; gap: number } {
  const rank = new Map(flow.steps.map((step) => [step.step, step.rank]));
  const all = map.stages.flatMap((stage) => stage.steps.filter((step) => step.seen === "events").map((step) => step.id));
  const kept = new Set([...all].sort((a, b) => rank.get(a)! - rank.get(b)!).slice(0, MOST_NODES));
  const columns = map.stages.map((stage) => stage.steps.filter((step) => kept.has(step.id)));
  const rows = Math.max(1, ...columns.map((steps) => steps.length));
  const width = Math.min(NODE.widest, Math.max(NODE.narrowest, column - 62));
  const gap = Math.min(150, Math.max(LEAST_GAP, (room - AROUND) / Math.max(1, rows - 1)));
  const nodes = columns.flatMap((steps, stage) =>
    steps.map((step, row) => ({
      id: step.id,
      stage,
      x: margin + stage * column + (column - width) / 2,
      width,
      // A column with fewer steps hangs between the rows of its neighbours, so that moves do not lie on each other.
      y: FIRST_ROW + (row + (rows - steps.length) / 2) * gap,
    })),
  );
  return { nodes, rows, gap };
}

export const notDrawn = (map: MapView): number => Math.max(0, map.stages.flatMap((stage) => stage.steps.filter((step) => step.seen === "events")).length - MOST_NODES);

function isBack(move: Move, at: Map<string, Node>): boolean {
  const [from, to] = [at.get(move.from_step), at.get(move.to)];
  return !!from && !!to && to.stage < from.stage;
}

/** Where moves leave and come in at the sides of a step: one below the other, as wide as they are. */
function portsOf(moves: Move[], at: Map<string, Node>, width: (move: Move) => number) {
  const out = new Map<Move, number>();
  const into = new Map<Move, number>();
  const ahead = moves.filter((move) => at.has(move.to) && at.get(move.to)!.stage > at.get(move.from_step)!.stage);
  const stack = (group: Move[], node: Node, port: Map<Move, number>) => {
    const whole = group.reduce((sum, move) => sum + width(move) + 1, 0);
    // Many thin moves squeeze together: they stay at their step.
    const scale = Math.min(1, (NODE.height - 6) / Math.max(1, whole));
    let y = node.y - (whole * scale) / 2;
    for (const move of group) {
      port.set(move, y + ((width(move) + 1) * scale) / 2);
      y += (width(move) + 1) * scale;
    }
  };
  for (const node of at.values()) {
    stack(ahead.filter((move) => move.from_step === node.id).sort((a, b) => at.get(a.to)!.y - at.get(b.to)!.y), node, out);
    stack(ahead.filter((move) => move.to === node.id).sort((a, b) => at.get(a.from_step)!.y - at.get(b.from_step)!.y), node, into);
  }
  return { out, into };
}

/** Moves back run below all steps, each on a track of its own as far as there are some. */
function tracks(moves: Move[], at: Map<string, Node>, first: number): Map<Move, number> {
  const taken: [number, number][][] = [[], [], [], [], []];
  const found = new Map<Move, number>();
  for (const move of moves) {
    const [low, high] = [at.get(move.to)!.x, at.get(move.from_step)!.x];
    const free = taken.findIndex((spans) => spans.every(([a, b]) => high < a || low > b));
    const track = free < 0 ? taken.length - 1 : free;
    taken[track]!.push([low, high]);
    found.set(move, first + track * 17);
  }
  return found;
}

type Kinds = Map<string, string>;

function edge(move: Move, at: Map<string, Node>, kinds: Kinds, ports: ReturnType<typeof portsOf>, back: Map<Move, number>, width: number, bottom: number): Edge {
  const from = at.get(move.from_step)!;
  const to = at.get(move.to);
  if (!to) return ending(move, from, kinds.get(move.to) === "lost", width, bottom);
  const look = move.expected ? "on" : "off";
  if (to.id === from.id) return itself(move, from, look, width);
  if (to.stage > from.stage) return ahead(move, from, to, ports, look, width);
  if (to.stage === from.stage) return within(move, from, to, look, width);
  return behind(move, from, to, back.get(move)!, look, width);
}

function ending(move: Move, from: Node, lost: boolean, width: number, bottom: number): Edge {
  const down = lost;
  const x = down ? from.x + 14 : from.x + from.width - 14 - width / 2;
  const end = down ? bottom : RAIL.top + RAIL.height;
  const path = `M${x} ${from.y + (down ? 1 : -1) * (NODE.height / 2)}V${end}`;
  const label = { x: down ? x + width / 2 + 5 : x - width / 2 - 4, y: down ? end - 8 : end + 16, anchor: down ? ("start" as const) : ("end" as const) };
  return { move, path, width, look: down ? "down" : "up", label, head: null };
}

function itself(move: Move, at: Node, look: Edge["look"], width: number): Edge {
  const [x, y] = [at.x + at.width - 22, at.y - NODE.height / 2];
  return { move, path: `M${x} ${y}C${x - 4} ${y - 20} ${x + 22} ${y - 20} ${x + 16} ${y}`, width: Math.min(width, 5), look, label: { x: x + 8, y: y - 18, anchor: "middle" }, head: null };
}

function ahead(move: Move, from: Node, to: Node, ports: ReturnType<typeof portsOf>, look: Edge["look"], width: number): Edge {
  const [x1, y1, x2, y2] = [from.x + from.width, ports.out.get(move)!, to.x, ports.into.get(move)!];
  const bend = Math.max(30, (x2 - x1) * 0.5);
  const path = `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
  return { move, path, width, look, label: { x: (x1 + x2) / 2, y: (y1 + y2) / 2 + 4, anchor: "middle" }, head: null };
}

function within(move: Move, from: Node, to: Node, look: Edge["look"], width: number): Edge {
  const down = to.y > from.y;
  // Down on the left, up on the right: the two ways between two steps are told apart.
  const side = down ? -1 : 1;
  const x = down ? from.x : from.x + from.width;
  const bow = 16 + Math.abs(to.y - from.y) * 0.06;
  const path = `M${x} ${from.y + (down ? 8 : -8)}C${x + side * bow} ${from.y} ${x + side * bow} ${to.y} ${x} ${to.y + (down ? -8 : 8)}`;
  return { move, path, width: Math.min(width, 10), look, label: { x: x + side * (bow - 2), y: (from.y + to.y) / 2 + 4, anchor: "middle" }, head: null };
}

function behind(move: Move, from: Node, to: Node, y: number, look: Edge["look"], width: number): Edge {
  const [x1, x2] = [from.x + from.width / 2 + 8, to.x + to.width / 2 - 8];
  const [y1, y2] = [from.y + NODE.height / 2, to.y + NODE.height / 2];
  const path = `M${x1} ${y1}V${y - 12}Q${x1} ${y} ${x1 - 12} ${y}H${x2 + 12}Q${x2} ${y} ${x2} ${y - 12}V${y2 + 7}`;
  const head = `M${x2 - 5} ${y2 + 9}L${x2} ${y2 + 1}L${x2 + 5} ${y2 + 9}Z`;
  return { move, path, width: Math.min(4, Math.max(1.2, width)), look, label: { x: (x1 + x2) / 2, y: y + 4, anchor: "middle" }, head };
}

const LETTER = 6;
const MARKS = { on: "", off: "◆ ", up: "↑ ", down: "↓ " };

/** What a label says: how heavy the move is, and what is odd about it. */
export const labelOf = ({ move, look }: Edge, by: Weight): string => MARKS[look] + (by === "time" ? duration(move.weight) : number(move.weight));

/** Labels where they can be read: the heaviest first, none on a step or on another label. */
function withLabels(edges: Edge[], nodes: Node[], by: Weight): Edge[] {
  const taken = nodes.map((node) => ({ x1: node.x - 2, x2: node.x + node.width + 2, y1: node.y - NODE.height / 2, y2: node.y + NODE.height / 2 }));
  return edges.map((one) => {
    if (!one.label) return one;
    const wide = 10 + LETTER * labelOf(one, by).length;
    const { y, anchor } = one.label;
    const x = anchor === "middle" ? Math.max(wide / 2, one.label.x) : one.label.x;
    const x1 = anchor === "middle" ? x - wide / 2 : anchor === "end" ? x - wide : x;
    const box = { x1, x2: x1 + wide, y1: y - 11, y2: y + 3 };
    if (taken.some((other) => box.x1 < other.x2 && box.x2 > other.x1 && box.y1 < other.y2 && box.y2 > other.y1)) return { ...one, label: null };
    taken.push(box);
    return { ...one, label: { x, y, anchor } };
  });
}
