import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { createContext, useContext, useEffect, useRef, useState, type ReactNode } from "react";
import type { Schemas } from "../api/client";
import { listen, type Listening, type Pulse } from "./listen";

interface Live {
  /** How the events stood when the server last said so. */
  pulse: Pulse | null;
  /** Why the server does not answer; null: it does. */
  lost: Error | null;
  again: () => void;
}

const Context = createContext<Live>({ pulse: null, lost: null, again: () => {} });

export const useLive = (): Live => useContext(Context);

/** Numbers that are no longer true to what happens are drained of their colour, by the style sheet. */
const mark = (old: boolean) => document.documentElement.toggleAttribute("data-old", old);

/** What is asked for that no event changes: what a number counts, and files that are looked at before they are brought in. */
const KEPT = new Set<unknown>(["definition", "look"]);

/** Tells the page how the events stand, and asks anew for all that it shows whenever they change. */
export function LiveNumbers({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const [[pulse, lost], set] = useState<[Pulse | null, Error | null]>([null, null]);
  const listening = useRef<Listening | null>(null);
  useEffect(() => {
    const renew = renewing(queries);
    let before: Pulse | null = null;
    let away = false;
    listening.current = listen({
      told: (now) => {
        if (away || (before ? before.mark !== now.mark : isOlder(queries, now))) renew();
        before = now;
        away = false;
        set([now, null]);
        mark(now.state === "stale");
      },
      lost: (why) => {
        away = true;
        set(([last]) => [last, why]);
        mark(true);
      },
    });
    return () => listening.current?.end();
  }, [queries]);
  return <Context.Provider value={{ pulse, lost, again: () => listening.current?.again() }}>{children}</Context.Provider>;
}

/** Whether the page asked before what it is told now. */
function isOlder(queries: QueryClient, now: Pulse): boolean {
  return queries.getQueriesData<Schemas["Shown"]>({ queryKey: ["shown"] }).some(([, shown]) => shown !== undefined && shown.mark !== now.mark);
}

/** Asks anew for all that is shown; once more afterwards where something changed meanwhile. What is shown stays until it is there. */
function renewing(queries: QueryClient): () => void {
  let busy = false;
  let again = false;
  const renew = async () => {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    do {
      again = false;
      await queries.invalidateQueries({ predicate: ({ queryKey }) => !KEPT.has(queryKey[0]) });
    } while (again);
    busy = false;
  };
  return () => void renew();
}
