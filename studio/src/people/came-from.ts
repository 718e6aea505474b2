import { listOf, listText } from "../address";
import type { Count } from "../api/client";

/** The list in which a customer was chosen, and of which map. It is in the address, so that one leads to the next. */
export interface CameFrom {
  journey: string;
  count: Count;
}

const OF = "of";

export function cameFrom(search: string): CameFrom | null {
  const said = new URLSearchParams(search);
  const [journey, count] = [said.get(OF), listOf(said.get("list"))];
  return journey && count ? { journey, count } : null;
}

/** Where the story of a customer is. `from`: the list that leads there; null: none does. */
export function pathOf(customer: string, search: string, from: CameFrom | null): string {
  const said = new URLSearchParams(search);
  said.delete("list");
  said.delete(OF);
  if (from) {
    said.set("list", listText(from.count));
    said.set(OF, from.journey);
  }
  const query = said.toString();
  const path = `/people/${encodeURIComponent(customer)}`;
  return query ? `${path}?${query}` : path;
}
