import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useLocation } from "wouter";
import { useMaps, useShown } from "../api/queries";
import { Bar } from "../parts/working";
import { Failed } from "../parts/failed";
import { Icon } from "../parts/icons";
import { words } from "../words";
import { LookedAt } from "./looked-at";
import { draftOfShown, forget } from "./queries";
import { send, type Upload } from "./send";
import "../styles/bring.css";

const KINDS = ".csv,.tsv,.txt,.jsonl,.ndjson,.json,.parquet,.pq,.xes,.gz,.zst";

interface Sending {
  name: string;
  size: number;
  done: number;
  began: number;
  stop: () => void;
}

/** From a file to a drafted map: choose it, look at what it would become, bring it in. */
export default function BringPage() {
  const [upload, setUpload] = useState<Upload | null>(null);
  const [sending, setSending] = useState<Sending | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const [over, setOver] = useState(false);
  const sent = useRef<string | null>(null);
  useEffect(() => {
    document.title = `${words.bring.title} · ${words.product}`;
    return () => void (sent.current && forget(sent.current));
  }, []);

  const take = async (file: File) => {
    sending?.stop();
    const stopped = new AbortController();
    const began = performance.now();
    setError(null);
    setSending({ name: file.name, size: file.size, done: 0, began, stop: () => stopped.abort() });
    try {
      const made = await send(file, stopped.signal, (done) => setSending((now) => now && { ...now, done }));
      if (sent.current) forget(sent.current);
      sent.current = made.upload;
      setUpload(made);
    } catch (wrong) {
      if (!stopped.signal.aborted) setError(wrong as Error);
    } finally {
      setSending((now) => (now?.began === began ? null : now));
    }
  };
  const again = () => {
    if (sent.current) forget(sent.current);
    sent.current = null;
    setUpload(null);
  };

  return (
    <main
      className={`main bring${over ? " over" : ""}`}
      aria-label={words.bring.title}
      onDragOver={(event) => { event.preventDefault(); setOver(true); }}
      onDragLeave={(event) => { if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false); }}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const [file] = event.dataTransfer.files;
        if (file) void take(file);
      }}
    >
      {upload ? (
        <LookedAt key={upload.upload} upload={upload} again={again} brought={() => (sent.current = null)} />
      ) : (
        <div className="drop">
          <p className="voice">{words.bring.lead}</p>
          <label className="btn pri big-btn">
            <Icon name="bring" />{words.bring.choose}
            <input type="file" accept={KINDS} className="hidden" disabled={sending !== null} onChange={(event) => { const [file] = event.target.files ?? []; if (file) void take(file); event.target.value = ""; }} />
          </label>
          <p className="sec">{words.bring.drop}</p>
          <p className="sm mut">{words.bring.kinds}</p>
          <p className="sm mut">{words.bring.stays}</p>
          <DraftOfShown failed={setError} />
        </div>
      )}
      {sending && <SendingBar of={sending} />}
      {error && <Failed error={error} title={words.bring.wrong} />}
    </main>
  );
}

/** Where there are events and no map yet, one can be drafted from them as they are. */
function DraftOfShown({ failed }: { failed: (error: Error) => void }) {
  const shown = useShown(null);
  const maps = useMaps();
  const queries = useQueryClient();
  const [, go] = useLocation();
  const [busy, setBusy] = useState(false);
  if (!shown.data?.log || maps.data?.length !== 0) return null;
  const act = async () => {
    const stopping = new AbortController();
    setBusy(true);
    try {
      const made = await draftOfShown({ signal: stopping.signal, stop: () => stopping.abort() });
      await queries.invalidateQueries();
      go(`/map/${encodeURIComponent(made.journey)}`, { state: { brought: made } });
    } catch (wrong) {
      if (!stopping.signal.aborted) failed(wrong as Error);
      setBusy(false);
    }
  };
  return (
    <>
      <p className="sec">{words.bring.or}</p>
      <button type="button" className="btn big-btn" disabled={busy} onClick={() => void act()}>{words.bring.draft(shown.data.log)}</button>
    </>
  );
}

/** Sending a file to the own machine is quick: a bar is shown for large ones alone. */
function SendingBar({ of }: { of: Sending }) {
  const took = (performance.now() - of.began) / 1000;
  if (took < 0.9) return null;
  const left = of.done > 0 ? (took / of.done) * (of.size - of.done) : null;
  return <Bar className="in-place" far={{ stage: words.bring.sending(of.name), done: of.done, total: of.size, left_seconds: left }} stop={of.stop} />;
}
