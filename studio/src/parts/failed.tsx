import { Problem } from "../api/client";
import { words } from "../words";

/** What went wrong, in its place and in words. */
export function Failed({ error, retry }: { error: Error; retry: () => void }) {
  const problem = error instanceof Problem ? error : null;
  return (
    <div className="failed" role="alert">
      <b>{words.error.title}</b> {error.message}
      {problem?.fixes.map((fix) => <p key={fix} className="sec">{words.error.fix}: {fix}</p>)}
      {problem?.reference && <p className="sec">{words.error.reference}: <code>{problem.reference}</code></p>}
      <button type="button" className="btn" onClick={retry}>{words.error.retry}</button>
    </div>
  );
}
