import { Problem } from "../api/client";
import { words } from "../words";

/** Why something cannot be shown. What was shown before stays where only the server does not answer: the page says so at its edge. */
export function wrongWith(asked: { error: Error | null; data: unknown }): Error | null {
  return asked.data === undefined || asked.error instanceof Problem ? asked.error : null;
}

/** What went wrong, in its place and in words. */
export function Failed({ error, retry, title = words.error.title }: { error: Error; retry?: () => void; title?: string }) {
  const problem = error instanceof Problem ? error : null;
  return (
    <div className="failed" role="alert">
      <b>{title}</b> {error.message}
      {problem?.fixes.map((fix) => <p key={fix} className="sec">{words.error.fix}: {fix}</p>)}
      {problem?.reference && <p className="sec">{words.error.reference}: <code>{problem.reference}</code></p>}
      {retry && <button type="button" className="btn" onClick={retry}>{words.error.retry}</button>}
    </div>
  );
}
