import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useLocation } from "wouter";
import { answered, client, Problem } from "../api/client";
import { useQuestions } from "../api/work";
import { Failed } from "../parts/failed";
import { Icon } from "../parts/icons";
import { Stopped, WorkBar } from "../parts/working";
import { words } from "../words";
import { Columns } from "./columns";
import { Fields } from "./fields";
import { FirstEvents, LeftOut } from "./first-events";
import { bringIn, useLook, usePlace, type Look, type Place, type Read, type Said } from "./queries";
import type { Upload } from "./send";
import { Settle, type Settled } from "./settle";

/** A file, what it would become, and what becomes of it. */
export function LookedAt({ upload, again, brought }: { upload: Upload; again: () => void; brought: () => void }) {
  const [said, setSaid] = useState<Said>({});
  const look = useLook(upload.upload, said);
  const place = usePlace();
  const bringing = useBringing(upload, look.data, said, place.data ?? null, brought);
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), []);
  const say = (change: Said) => setSaid((before) => ({ ...before, ...change }));
  const [question] = useQuestions().filter((one) => one.inPlace);
  const stopped = look.fetchStatus === "idle" && (look.isPending || look.isPlaceholderData);
  return (
    <>
      <header className="file-head">
        <h2 ref={head} tabIndex={-1} dir="auto">{upload.name}</h2>
        <span className="sm mut">{words.bring.size(upload.size_bytes)}</span>
        <button type="button" className="btn" onClick={again}><Icon name="back" size={12} />{words.bring.another}</button>
      </header>
      <WorkBar question={question ?? null} className="in-place" />
      <Stopped of={look} />
      {look.isError && <Failed error={look.error} title={words.bring.wrong} {...(refused(look.error) ? {} : { retry: () => void look.refetch() })} />}
      {look.isPending && !stopped && <div className="pad-wide" aria-busy="true"><div className="wait" /><div className="wait" /><div className="wait" /></div>}
      {look.data && (
        <div className={`look${look.isPlaceholderData ? " stale" : ""}`} aria-busy={look.isFetching}>
          <Fields look={look.data} said={said} say={say} zones={place.data?.zones ?? []} />
          <div className="become">
            <FirstEvents look={look.data} />
            {look.data.rows > 0 && <LeftOut look={look.data} />}
            <Columns look={look.data} />
          </div>
        </div>
      )}
      {look.isError && (said.delimiter || refused(look.error)?.codes.includes("E106")) && <Fields look={null} said={said} say={say} zones={[]} />}
      {bringing.error && <Failed error={bringing.error} title={words.bring.wrong} />}
      {bringing.note && <p className="notes" role="status">{bringing.note}</p>}
      {look.data && place.data && (
        <Settle upload={upload} look={look.data} place={place.data} busy={bringing.busy || look.isFetching} under={bringing.busy} go={bringing.go} />
      )}
    </>
  );
}

/** A file that cannot be read stays what it is. */
const refused = (error: Error): Problem | null => (error instanceof Problem && error.status === 400 ? error : null);

/** The act itself, and what came of it. */
function useBringing(upload: Upload, look: Look | undefined, said: Said, place: Place | null, brought: () => void) {
  const queries = useQueryClient();
  const [, go] = useLocation();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const [note, setNote] = useState("");
  const act = async (settled: Settled) => {
    const stopping = new AbortController();
    setBusy(true);
    setError(null);
    setNote("");
    // What was assumed is said now: nothing is guessed that was not seen.
    const assumed = Object.fromEntries((look?.proposals ?? []).map((one) => [one.option, one.value]));
    try {
      const made = await bringIn(upload.upload, { ...settled, read: { ...assumed, ...said } as unknown as Read }, { signal: stopping.signal, stop: () => stopping.abort() });
      brought();
      await queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "look" });
      go(`/map/${encodeURIComponent(made.journey)}`, { state: { brought: made } });
    } catch (wrong) {
      if (stopping.signal.aborted) setNote(await stoppedNote(place));
      else setError(wrong as Error);
    } finally {
      setBusy(false);
    }
  };
  return { busy, error, note, go: (settled: Settled) => void act(settled) };
}

/** What is true after it was stopped: events that were in the lake by then stay there. */
async function stoppedNote(before: Place | null): Promise<string> {
  try {
    const now = await answered(client.GET("/v1/studio/bring"));
    const more = now.lake_events - (before?.lake_events ?? 0);
    return more > 0 ? words.bring.stoppedLate(more) : words.bring.stopped;
  } catch {
    return words.bring.notSent;
  }
}
