import { useQuery } from "@tanstack/react-query";
import { useState, type FormEvent, type ReactNode } from "react";
import { answered, client, Problem, type Schemas } from "../api/client";
import { Icon } from "../parts/icons";
import { words } from "../words";
import { useLive } from "./live";

/** By what one comes in to this studio: by its link, or by a key of the store. */
export function useEntry(): Schemas["Session"] | null {
  const entry = useQuery({ queryKey: ["session"], queryFn: () => answered(client.GET("/v1/studio/session")) });
  return entry.data ?? null;
}

/** Whether a key is to be given before anything can be shown. */
function useNeedsKey(): boolean {
  const { lost } = useLive();
  const entry = useEntry();
  return lost instanceof Problem && lost.status === 401 && entry?.by === "key";
}

/** What is behind the door is not there before it is opened: what is looked at is kept in the address. */
export function Door({ children }: { children: ReactNode }) {
  return useNeedsKey() ? <Enter /> : children;
}

/** The key is given once. The browser gets a cookie in its place that no script can read; the page stays where it was. */
function Enter() {
  const { again } = useLive();
  const [key, setKey] = useState("");
  const [refused, setRefused] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const enter = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      const { response, error } = await client.POST("/v1/studio/session", { body: { key: key.trim() } });
      setRefused(response.ok ? null : (error?.detail ?? words.live.lost));
      if (response.ok) again();
    } catch {
      setRefused(words.live.lost);
    }
    setBusy(false);
  };
  return (
    <div className="enter">
      <form className="card" onSubmit={(event) => void enter(event)} aria-labelledby="enter">
        <h1 id="enter">{words.enter.title}</h1>
        <p className="sm sec">{words.enter.what}</p>
        <label className="sm" htmlFor="key">{words.enter.key}</label>
        <input id="key" type="password" name="key" autoComplete="current-password" autoFocus required spellCheck={false} value={key} onChange={(event) => setKey(event.target.value)} aria-describedby="refused" />
        <p id="refused" className="sm bad" role="alert">{refused}</p>
        <button type="submit" className="btn pri" disabled={busy}>{words.enter.enter}</button>
        <p className="mi mut">{words.enter.how}</p>
      </form>
    </div>
  );
}

/** Ends the session: the next one gives the key again. */
export function Leave() {
  if (useEntry()?.by !== "key") return null;
  const leave = async () => {
    await client.DELETE("/v1/studio/session").catch(() => {});
    location.assign("/");
  };
  return (
    <button type="button" className="pill small" aria-label={words.enter.leave} title={words.enter.leave} onClick={() => void leave()}>
      <Icon name="leave" size={13} />
    </button>
  );
}
