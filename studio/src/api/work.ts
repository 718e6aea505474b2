import { useEffect, useState, useSyncExternalStore } from "react";
import { answered, client, type Schemas } from "./client";

export type HowFar = Schemas["HowFar"];

/** A question whose answer may take a while. `inPlace`: its page shows itself how far it is. */
export interface Question {
  id: string;
  began: number;
  inPlace: boolean;
  stop: () => void;
}

const HEADER = "Desireline-Question";
let open: readonly Question[] = [];
const listening = new Set<() => void>();

function change(next: readonly Question[]): void {
  open = next;
  for (const heard of listening) heard();
}

function named(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Ask something, so that it can be told how far the answer is. When `signal` aborts, the work for it is stopped. `ask` is given the headers to send. */
export async function asking<T>(how: { signal: AbortSignal; stop: () => void; inPlace?: boolean }, ask: (headers: Record<string, string>) => Promise<T>): Promise<T> {
  const question: Question = { id: named(), began: performance.now(), inPlace: how.inPlace ?? false, stop: how.stop };
  const stopped = () => void client.DELETE("/v1/studio/works/{question}", { params: { path: { question: question.id } } }).catch(() => undefined);
  change([...open, question]);
  how.signal.addEventListener("abort", stopped, { once: true });
  try {
    return await ask({ [HEADER]: question.id });
  } finally {
    how.signal.removeEventListener("abort", stopped);
    change(open.filter((one) => one !== question));
  }
}

/** The same within a query, which `Cancel` cancels. */
export function askingIn<T>(query: { signal: AbortSignal; client: { cancelQueries: (of: { queryKey: readonly unknown[]; exact: boolean }) => unknown }; queryKey: readonly unknown[] }, ask: (headers: Record<string, string>) => Promise<T>): Promise<T> {
  return asking({ signal: query.signal, stop: () => void query.client.cancelQueries({ queryKey: query.queryKey, exact: true }) }, ask);
}

function listen(heard: () => void): () => void {
  listening.add(heard);
  return () => listening.delete(heard);
}

/** The questions that wait for an answer. */
export function useQuestions(): readonly Question[] {
  return useSyncExternalStore(listen, () => open);
}

/** How far the work for a question is, once it has taken so long that it is worth a word. */
export function useHowFar(question: Question | null, after: number, every = 400): HowFar | null {
  const [far, setFar] = useState<HowFar | null>(null);
  useEffect(() => {
    setFar(null);
    if (question === null) return;
    let gone = false;
    let later: ReturnType<typeof setTimeout>;
    const look = async () => {
      try {
        const told = await answered(client.GET("/v1/studio/works/{question}", { params: { path: { question: question.id } } }));
        if (!gone) setFar(told);
      } catch {
        // Whoever asked is told that the server does not answer.
      }
      if (!gone) later = setTimeout(() => void look(), every);
    };
    later = setTimeout(() => void look(), Math.max(0, after - (performance.now() - question.began)));
    return () => {
      gone = true;
      clearTimeout(later);
    };
  }, [question, after, every]);
  return far;
}
