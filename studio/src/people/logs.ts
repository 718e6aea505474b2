import { useQueries } from "@tanstack/react-query";
import { shownOf, useMaps } from "../api/queries";

/** How many customers each log has that a map is laid over; null as long as one is not known. One that fails is left out while another is known. */
export function useCustomers(): number[] | null {
  const maps = useMaps();
  const all = useQueries({ queries: (maps.data ?? []).map((map) => shownOf(map.journey)) });
  if (!maps.data || all.some((one) => one.isPending) || (all.some((one) => one.isError) && !all.some((one) => one.data))) return null;
  const logs = all.flatMap(({ data }) => (data?.log == null ? [] : [data]));
  const told = new Map(logs.map((log) => [[log.log, log.events, log.customers, log.latest].join("\n"), log.customers ?? 0]));
  return [...told.values()];
}
