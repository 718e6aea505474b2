import { useCallback, useMemo } from "react";
import { useLocation, useSearch } from "wouter";
import type { Count, Weight } from "./api/client";
import type { Trips } from "./api/queries";

export const OVERLAYS = ["none", "volume", "time", "promises", "all"] as const;
export type Overlay = (typeof OVERLAYS)[number];

export const WEIGHTS: Weight[] = ["time", "moves", "trips"];

/** What is looked at. All of it is in the address: it can be kept, sent and gone back to. */
export interface Looked extends Trips {
  overlay: Overlay;
  selected: string | null;
  list: Count | null;
  /** Of the flow: what is heavy, how many kinds of move are drawn (null: as many as at first), and whether it is shown as a table. */
  by: Weight;
  drawn: number | null;
  table: boolean;
}

const NAMES = { period: "period", compare: "compare", segment: "segment", value: "value", selected: "sel" } as const;

export function read(search: string): Looked {
  const said = new URLSearchParams(search);
  const overlay = said.get("overlay");
  return {
    period: said.get("period"),
    compare: said.get("compare"),
    segment: said.get("segment"),
    value: said.get("value"),
    selected: said.get("sel"),
    overlay: OVERLAYS.find((one) => one === overlay) ?? "all",
    list: listOf(said.get("list")),
    by: WEIGHTS.find((one) => one === said.get("by")) ?? "time",
    drawn: /^\d{1,6}$/.test(said.get("drawn") ?? "") ? Number(said.get("drawn")) : null,
    table: said.has("table"),
  };
}

export function write(looked: Looked): string {
  const said = new URLSearchParams();
  for (const [name, key] of Object.entries(NAMES)) {
    const value = looked[name as keyof typeof NAMES];
    if (value !== null) said.set(key, value);
  }
  if (looked.overlay !== "all") said.set("overlay", looked.overlay);
  if (looked.by !== "time") said.set("by", looked.by);
  if (looked.drawn !== null) said.set("drawn", String(looked.drawn));
  if (looked.table) said.set("table", "");
  if (looked.list) said.set("list", JSON.stringify([looked.list.n, looked.list.of, looked.list.define, ...looked.list.ask]));
  return said.toString();
}

function listOf(text: string | null): Count | null {
  try {
    const [n, of, define, ...ask] = JSON.parse(text ?? "null");
    return typeof n === "number" && ask.every((one: unknown) => typeof one === "string") ? { n, of, define, ask } : null;
  } catch {
    return null;
  }
}

/** What is looked at, and how to look at something else. Back undoes it. */
export function useLooked(): [Looked, (change: Partial<Looked>, replace?: boolean) => void] {
  const search = useSearch();
  const [path, go] = useLocation();
  const looked = useMemo(() => read(search), [search]);
  const look = useCallback(
    (change: Partial<Looked>, replace = false) => {
      const query = write({ ...looked, ...change });
      go(query ? `${path}?${query}` : path, { replace });
    },
    [looked, path, go],
  );
  return [looked, look];
}
