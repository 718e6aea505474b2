import { useCallback, useMemo } from "react";
import { useLocation, useSearch } from "wouter";
import type { Count } from "./api/client";
import type { Trips } from "./api/queries";
import { readFlow, writeFlow, type FlowLooked } from "./flow/asked";

export const OVERLAYS = ["none", "volume", "time", "promises", "all"] as const;
export type Overlay = (typeof OVERLAYS)[number];

/** What is looked at. All of it is in the address: it can be kept, sent and gone back to. */
export interface Looked extends Trips, FlowLooked {
  overlay: Overlay;
  selected: string | null;
  list: Count | null;
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
    ...readFlow(said),
  };
}

export function write(looked: Looked): string {
  const said = new URLSearchParams();
  for (const [name, key] of Object.entries(NAMES)) {
    const value = looked[name as keyof typeof NAMES];
    if (value !== null) said.set(key, value);
  }
  if (looked.overlay !== "all") said.set("overlay", looked.overlay);
  writeFlow(looked, said);
  if (looked.list) said.set("list", listText(looked.list));
  return said.toString();
}

export const listText = ({ n, of, define, ask }: Count): string => JSON.stringify([n, of, define, ...ask]);

export function listOf(text: string | null): Count | null {
  try {
    const [n, of, define, ...ask] = JSON.parse(text ?? "null");
    return typeof n === "number" && typeof define === "string" && ask.every((one: unknown) => typeof one === "string") ? { n, of, define, ask } : null;
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
