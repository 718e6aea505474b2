import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { answered, client } from "../api/client";
import { chosenTrips, type Trips } from "../api/queries";
import { askingIn } from "../api/work";

const KEPT = { placeholderData: keepPreviousData };
const AT = "/v1/studio/maps/{journey}";

export function useDots(journey: string, trips: Trips, only: string[]) {
  const query = chosenTrips(trips, only);
  return useQuery({ queryKey: ["dots", journey, query], queryFn: (inside) => askingIn(inside, (headers) => answered(client.GET(`${AT}/dots`, { params: { path: { journey }, query }, signal: inside.signal, headers }))), ...KEPT });
}

export function useTimes(journey: string, trips: Trips, only: string[], asked: { of: "move" | "stay" | "stage" | "how"; ids: string } | null) {
  const query = { ...chosenTrips(trips, only), of: asked?.of ?? "move", ids: asked?.ids ?? "" };
  return useQuery({ queryKey: ["times", journey, query], queryFn: (inside) => askingIn(inside, (headers) => answered(client.GET(`${AT}/times`, { params: { path: { journey }, query }, signal: inside.signal, headers }))), enabled: asked !== null, ...KEPT });
}

export function useFunnel(journey: string, trips: Trips, only: string[], steps: string[]) {
  const query = { ...chosenTrips(trips, only), steps };
  return useQuery({ queryKey: ["funnel", journey, query], queryFn: (inside) => askingIn(inside, (headers) => answered(client.GET(`${AT}/funnel`, { params: { path: { journey }, query }, signal: inside.signal, headers }))), enabled: steps.length > 1, ...KEPT });
}

export function useReturns(journey: string, trips: Trips, only: string[]) {
  const query = chosenTrips(trips, only);
  return useQuery({ queryKey: ["returns", journey, query], queryFn: (inside) => askingIn(inside, (headers) => answered(client.GET(`${AT}/returns`, { params: { path: { journey }, query }, signal: inside.signal, headers }))), ...KEPT });
}
