import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { answered, client, type Weight } from "./client";
import { askingIn } from "./work";

export interface Trips {
  period: string | null;
  compare: string | null;
  segment: string | null;
  value: string | null;
}

/** What is asked to know the events that a map is laid over. */
export const shownOf = (journey: string | null) => ({ queryKey: ["shown", journey], queryFn: () => answered(client.GET("/v1/studio", { params: { query: given({ journey }) } })) });

/** The events that a map is laid over; null: those of the first one. */
export function useShown(journey: string | null) {
  return useQuery(shownOf(journey));
}

export function useMaps() {
  return useQuery({ queryKey: ["maps"], queryFn: () => answered(client.GET("/v1/studio/maps")) });
}

export function useMap(journey: string) {
  return useQuery({
    queryKey: ["map", journey],
    queryFn: () => answered(client.GET("/v1/studio/maps/{journey}", { params: { path: { journey } } })),
  });
}

/** The trips of a period and a segment that took some ways, as the server is asked for them. */
export const chosenTrips = (trips: Trips, only: string[]) => ({ ...given({ period: trips.period, segment: trips.segment, value: trips.value }), only });

export function useMeasures(journey: string, trips: Trips, wanted: boolean, only: string[] = []) {
  const query = { period: trips.period, compare_to: trips.compare, segment: trips.segment, value: trips.value, only };
  return useQuery({
    queryKey: ["measures", journey, query],
    queryFn: (inside) =>
      askingIn(inside, (headers) =>
        answered(client.GET("/v1/studio/maps/{journey}/measures", { params: { path: { journey }, query: given(query) }, signal: inside.signal, headers })),
      ),
    placeholderData: keepPreviousData,
    enabled: wanted,
  });
}

export function useSeries(journey: string, period: string | null, wanted: boolean) {
  return useQuery({
    queryKey: ["series", journey, period],
    queryFn: ({ signal }) =>
      answered(client.GET("/v1/studio/maps/{journey}/series", { params: { path: { journey }, query: given({ period }) }, signal })),
    enabled: wanted,
  });
}

export function useFlow(journey: string, trips: Trips, by: Weight, wanted: boolean, only: string[] = []) {
  const query = { ...chosenTrips(trips, only), by };
  return useQuery({
    queryKey: ["flow", journey, query],
    queryFn: (inside) =>
      askingIn(inside, (headers) =>
        answered(client.GET("/v1/studio/maps/{journey}/flow", { params: { path: { journey }, query }, signal: inside.signal, headers })),
      ),
    placeholderData: keepPreviousData,
    enabled: wanted,
  });
}

export function useList(journey: string, ask: string[], period: string | null, most: number, wanted = true) {
  return useQuery({
    queryKey: ["list", journey, ask, period, most],
    queryFn: (inside) =>
      askingIn(inside, (headers) =>
        answered(client.GET("/v1/studio/maps/{journey}/customers", { params: { path: { journey }, query: given({ ask, period, most }) }, signal: inside.signal, headers })),
      ),
    enabled: wanted,
  });
}

export function useFound(part: string, wanted: boolean) {
  return useQuery({
    queryKey: ["found", part],
    queryFn: (inside) => askingIn(inside, (headers) => answered(client.GET("/v1/studio/customers", { params: { query: { part } }, signal: inside.signal, headers }))),
    enabled: wanted && part !== "",
  });
}

export function usePerson(customer: string) {
  return useQuery({
    queryKey: ["person", customer],
    queryFn: (inside) => askingIn(inside, (headers) => answered(client.GET("/v1/studio/customers/{customer}", { params: { path: { customer } }, signal: inside.signal, headers }))),
  });
}

export function useAlike(journey: string, route: string) {
  return useQuery({
    queryKey: ["alike", journey, route],
    queryFn: (inside) => askingIn(inside, (headers) => answered(client.GET("/v1/studio/maps/{journey}/alike", { params: { path: { journey }, query: { route } }, signal: inside.signal, headers }))),
  });
}

export function useDefinition(name: string) {
  return useQuery({
    queryKey: ["definition", name],
    queryFn: () => answered(client.GET("/v1/studio/definitions/{name}", { params: { path: { name } } })),
    staleTime: Infinity,
  });
}

/** What is given of a query: what is not is left out of the address. */
export function given<T extends object>(query: T): { [K in keyof T]: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== null)) as { [K in keyof T]: NonNullable<T[K]> };
}
