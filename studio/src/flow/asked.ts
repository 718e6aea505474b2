import type { Weight } from "../api/client";

export const WEIGHTS: Weight[] = ["time", "customers", "trips", "moves"];
export const SHOWS = ["moves", "routes", "dots", "times", "funnel", "returns"] as const;
export type Show = (typeof SHOWS)[number];
export const WAYS = ["with", "without", "starts", "ends"] as const;
export type Way = (typeof WAYS)[number];

/** What is looked at in the flow. */
export interface FlowLooked {
  /** What is heavy, how many kinds of move are drawn (null: as many as at first), and whether it is shown as a table. */
  by: Weight;
  drawn: number | null;
  table: boolean;
  /** Which trips: criteria of lists, as in `with:call`. */
  only: string[];
  show: Show;
  /** Of times: what took them, as in `move:a:b`. */
  of: string | null;
  /** Of the funnel: its steps, in order. */
  steps: string[];
  /** Of single trips: whether they stand side by side from their beginnings on. */
  since: boolean;
}

export function readFlow(said: URLSearchParams): FlowLooked {
  return {
    by: WEIGHTS.find((one) => one === said.get("by")) ?? "time",
    drawn: /^\d{1,6}$/.test(said.get("drawn") ?? "") ? Number(said.get("drawn")) : null,
    table: said.has("table"),
    only: said.getAll("only").filter((one) => WAYS.some((way) => one.startsWith(`${way}:`))),
    show: SHOWS.find((one) => one === said.get("show")) ?? "moves",
    of: said.get("of"),
    steps: said.getAll("step"),
    since: said.has("since"),
  };
}

export function writeFlow(looked: FlowLooked, said: URLSearchParams): void {
  if (looked.by !== "time") said.set("by", looked.by);
  if (looked.drawn !== null) said.set("drawn", String(looked.drawn));
  if (looked.table) said.set("table", "");
  for (const one of looked.only) said.append("only", one);
  if (looked.show !== "moves") said.set("show", looked.show);
  if (looked.of !== null) said.set("of", looked.of);
  for (const one of looked.steps) said.append("step", one);
  if (looked.since) said.set("since", "");
}

/** One more way that trips must have taken, or one less where it is there already. What is drawn begins anew: other moves are heavy now. */
export function turned(only: string[], one: string): string[] {
  return only.includes(one) ? only.filter((other) => other !== one) : [...only, one];
}
