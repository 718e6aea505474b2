import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { answered, client, type Schemas } from "../api/client";
import { askingIn } from "../api/work";
import { clock, dayOf, duration, moment, number } from "../format";
import { useLive } from "../live/live";
import { Triangle } from "../parts/icons";
import { Person } from "../people/person";
import { SaveTable } from "../parts/save-table";
import { words } from "../words";
import { due as dueSheet } from "./sheets";

type One = Schemas["DueOne"];

const FIRST = 6;
const LATE = 3;
const MOST = 100;
/** Where a store feeds the lake what is due moves with the clock, also while nothing happens. */
const EACH_MS = 30_000;
const DAY_SECONDS = 86_400;
const TALL = 30;

/** Promises that customers wait for: the latest that are overdue, and those due next. Each opens its customer. */
export function DueNext({ journey }: { journey: string }) {
  const [all, setAll] = useState(false);
  const most = all ? MOST : FIRST;
  const fed = useLive().pulse?.since_seconds != null;
  const due = useQuery({
    queryKey: ["due", journey, most],
    queryFn: (inside) => askingIn(inside, (headers) => answered(client.GET("/v1/studio/maps/{journey}/due", { params: { path: { journey }, query: { most } }, signal: inside.signal, headers }))),
    placeholderData: (before) => before,
    refetchInterval: fed && EACH_MS,
  });
  const found = due.data;
  if (!found || found.pending + found.overdue === 0) return null;
  const late = found.late.slice(0, all ? MOST : LATE).reverse();
  const more = found.pending > found.next.length || found.overdue > late.length;
  return (
    <section className="waiting" aria-labelledby="due">
      <div className="grp"><span id="due">{words.due.title}</span><span className="mut">{words.due.sum(found.pending, found.overdue)}</span><SaveTable name={`${journey}-due`} of={words.due.title} sheet={() => dueSheet(found)} /></div>
      {found.pending > 0 && <Bars of={found} />}
      <ol>
        {late.map((one) => <Waiting key={`${one.customer} ${one.promise} ${one.due}`} one={one} />)}
        {found.next.map((one) => <Waiting key={`${one.customer} ${one.promise} ${one.due}`} one={one} />)}
      </ol>
      <p className="pad mi mut">
        {words.asOf(moment(found.as_of))}
        {more && !all && <> · <button type="button" className="link" onClick={() => setAll(true)}>{words.due.more}</button></>}
        {more && all && <> · {words.due.first(number(MOST))}</>}
      </p>
    </section>
  );
}

/** When they are due. The list below names the first of them; the text says the same as the bars. */
function Bars({ of }: { of: Schemas["DueView"] }) {
  const most = Math.max(1, ...of.bars.map((bar) => bar.n));
  const label = (bar: Schemas["DueBar"]) => (of.bar_seconds >= DAY_SECONDS || bar.since.includes("T00:00") ? dayOf(bar.since) : clock(bar.since));
  const said = of.bars.filter((bar) => bar.n).map((bar) => words.due.bar(moment(bar.since), bar.n));
  return (
    <div className="due-bars" role="img" aria-label={[...said, ...(of.later ? [words.due.later(of.later)] : [])].join("; ")}>
      {of.bars.map((bar) => (
        <span key={bar.since} title={words.due.bar(moment(bar.since), bar.n)}>
          <span className="n">{bar.n ? number(bar.n) : ""}</span>
          <svg width="100%" height={TALL} viewBox={`0 0 10 ${TALL}`} preserveAspectRatio="none" aria-hidden="true">
            <rect x="0" y={TALL - height(bar.n, most)} width="10" height={height(bar.n, most)} fill="var(--blue-3)" />
          </svg>
          <span className="mut">{label(bar)}</span>
        </span>
      ))}
      {of.later > 0 && <span className="mut later">{words.due.later(of.later)}</span>}
    </div>
  );
}

const height = (n: number, most: number): number => (n ? Math.max(1.5, (n / most) * (TALL - 1)) : 0);

function Waiting({ one }: { one: One }) {
  const late = one.in_seconds < 0;
  return (
    <li>
      <span className="who"><Person name={one.customer} /></span>
      <span className={`when${late ? " bad b" : ""}`} title={moment(one.due)}>{late && <Triangle size={9} />}{late ? words.due.late(duration(-one.in_seconds)) : words.due.in(duration(one.in_seconds))}</span>
      <span className="what sec" dir="auto">{one.title} <span className="mut">{one.step_title}</span></span>
    </li>
  );
}
