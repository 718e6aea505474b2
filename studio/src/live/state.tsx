import { Problem } from "../api/client";
import { moment, number } from "../format";
import { words } from "../words";
import { ago } from "./ago";
import { useEntry } from "./enter";
import { useLive } from "./live";

/** Of when the numbers are: a dot where they follow what happens, a ring where they do not. */
export function LiveState({ asOf }: { asOf: string | null }) {
  const { pulse, lost } = useLive();
  const since = pulse?.since_seconds ?? null;
  if (lost) return <State ring>{pulse ? words.live.noAnswer(moment(pulse.now)) : words.live.silent}</State>;
  if (pulse?.behind) return <State>{words.live.behind(number(pulse.behind.taken), number(pulse.behind.of))}</State>;
  if ((pulse?.state === "stale" || pulse?.state === "quiet") && since !== null) {
    return <State ring title={pulse.latest ? moment(pulse.latest) : undefined}>{words.live.last(ago(since))}</State>;
  }
  if (pulse?.state === "stale") return <State ring>{words.live.old}</State>;
  if (!asOf) return null;
  return <State>{pulse?.state === "live" ? words.live.live(moment(asOf)) : words.asOf(moment(asOf))}</State>;
}

function State({ ring = false, title, children }: { ring?: boolean; title?: string | undefined; children: string }) {
  return <span className={`live${ring ? " ring" : ""}`} title={title}><i />{children}</span>;
}

/** What keeps the numbers from being new, in words, over the page's edge: nothing moves. */
export function LiveTrouble() {
  const { pulse, lost, again } = useLive();
  const trouble = pulse?.trouble ?? null;
  const entry = lost instanceof Problem && lost.status === 401;
  const session = useEntry();
  if (entry && session?.by === "key") return null;
  return (
    <div className="trouble" role="status">
      {lost ? (
        <div>
          <p><b>{entry ? words.live.anew : words.live.lost}</b> {entry ? words.live.openLink : words.live.askedAgain}</p>
          {!entry && <button type="button" className="btn" onClick={again}>{words.error.retry}</button>}
        </div>
      ) : (
        trouble && (
          <div>
            <p><b>{words.live.trouble}</b> <span dir="auto">{trouble.says}</span>{trouble.code && <> <code>{trouble.code}</code></>}. {words.live.goesOn}</p>
            {trouble.fix && <p className="sec" dir="auto">{words.error.fix}: {trouble.fix}</p>}
          </div>
        )
      )}
    </div>
  );
}
