import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { answered, client, type Schemas } from "../api/client";
import { given } from "../api/queries";
import { asking } from "../api/work";

export type Look = Schemas["LookView"];
export type Read = Schemas["ReadAs"];
export type Place = Schemas["PlaceView"];
export type Brought = Schemas["Brought"];

/** What is said of how to read a file; what is not said is guessed. */
export type Said = { [option in Exclude<keyof Read, "skip_lines">]?: string | undefined };

export const nearZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

export function usePlace() {
  return useQuery({ queryKey: ["place"], queryFn: ({ signal }) => answered(client.GET("/v1/studio/bring", { signal })), staleTime: 0 });
}

export function useLook(upload: string, said: Said) {
  return useQuery({
    queryKey: ["look", upload, said],
    queryFn: ({ signal, client: asked, queryKey }) =>
      asking({ signal, inPlace: true, stop: () => void asked.cancelQueries({ queryKey, exact: true }) }, (headers) =>
        answered(client.GET("/v1/studio/uploads/{upload}/look", { params: { path: { upload }, query: given({ ...said, near_zone: nearZone() } as Record<string, string>) }, signal, headers })),
      ),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    retry: false,
  });
}

export function bringIn(upload: string, wanted: Schemas["Wanted"], how: { signal: AbortSignal; stop: () => void }): Promise<Brought> {
  return asking({ ...how, inPlace: true }, (headers) =>
    answered(client.POST("/v1/studio/uploads/{upload}/bring", { params: { path: { upload } }, body: wanted, signal: how.signal, headers })),
  );
}

export function draftOfShown(how: { signal: AbortSignal; stop: () => void }): Promise<Brought> {
  return asking(how, (headers) => answered(client.POST("/v1/studio/draft", { signal: how.signal, headers })));
}

export const forget = (upload: string): void => void client.DELETE("/v1/studio/uploads/{upload}", { params: { path: { upload } } }).catch(() => undefined);
