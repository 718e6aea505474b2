import { Link, useSearch } from "wouter";
import type { Count } from "../api/client";
import { pathOf } from "./came-from";

/** A customer by name: leads to the story. `of`, `journey`: the list in which the name stands, if any; from the story one comes to its next. */
export function Person({ name, journey, of }: { name: string; journey?: string; of?: Count }) {
  const search = useSearch();
  return <Link className="link" dir="auto" href={pathOf(name, search, journey !== undefined && of ? { journey, count: of } : null)}>{name}</Link>;
}
