import { useHowFar, useQuestions, type HowFar, type Question } from "../api/work";
import { words } from "../words";

/** Shorter work is not worth a bar. */
const AFTER = 900;

/** Below what is looked at: how far the work is that has been asked for longest, and how to stop it. */
export function Working() {
  const [first] = useQuestions().filter((question) => !question.inPlace);
  return <WorkBar question={first ?? null} className="working" />;
}

export function WorkBar({ question, className = "" }: { question: Question | null; className?: string }) {
  const far = useHowFar(question, AFTER);
  if (!question || !far?.under_way) return null;
  return <Bar far={far} stop={question.stop} className={className} />;
}

export function Bar({ far, stop, className = "" }: { far: Pick<HowFar, "stage" | "done" | "total" | "left_seconds">; stop: () => void; className?: string }) {
  const share = far.total ? Math.min(1, far.done / far.total) : null;
  const said = words.work.said(far.stage, far.done, far.total ?? null, far.left_seconds ?? null);
  return (
    <section className={`work ${className}`} aria-label={words.work.name}>
      <p className="sm">{said}</p>
      <progress aria-label={words.work.stage(far.stage)} {...(share === null ? {} : { value: share, max: 1 })} />
      <button type="button" className="btn" onClick={stop}>{words.work.cancel}</button>
    </section>
  );
}

interface Asked {
  isPending: boolean;
  isPlaceholderData: boolean;
  fetchStatus: string;
  refetch: () => unknown;
}

/** Where somebody stopped what was asked for: says so, and goes on when told to. */
export function Stopped({ of }: { of: Asked }) {
  if (of.fetchStatus !== "idle" || !(of.isPending || of.isPlaceholderData)) return null;
  return <StoppedNote again={() => void of.refetch()} />;
}

function StoppedNote({ again }: { again: () => void }) {
  return (
    <div className="notes stopped" role="status">
      <p>{words.work.stopped}</p>
      <button type="button" className="btn" onClick={again}>{words.work.again}</button>
    </div>
  );
}
