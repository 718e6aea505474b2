import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { answered, client, type Schemas } from "../api/client";
import { duration, moment, number } from "../format";
import { useLive } from "../live/live";
import { Triangle } from "../parts/icons";
import { Person } from "../people/people-page";
import { words } from "../words";

type One = Schemas["DueOne"];

const FIRST = 6;
const LATE = 3;
const MOST = 100;
/** Where a store feeds the lake what is due moves with the clock, also while nothing happens. */
const EACH_MS = 30_000;

/** Promises that customers wait for: the latest that are overdue, and those due next. Each opens its customer. */
export function DueNext({ journey }: { journey: string }) {
  const [all, setAll] = useState(false);
  const most = all ? MOST : FIRST;
  const fed = useLive().pulse?.since_seconds != null;
  const due = useQuery({
    queryKey: ["due", journey, most],
    queryFn: ({ signal }) => answered(client.GET("/v1/studio/maps/{journey}/due", { params: { path: { journey }, query: { most } }, signal })),
    placeholderData: (before) => before,
    refetchInterval: fed && EACH_MS,
  });
  const found = due.data;
  if (!found || found.pending + found.overdue === 0) return null;
  const late = found.late.slice(0, all ? MOST : LATE).reverse();
  const more = found.pending > found.next.length || found.overdue > late.length;
  return (
    <section className="waiting" aria-labelledby="due">
      <div className="grp"><span id="due">{words.due.title}</span><span className="mut">{words.due.sum(found.pending, found.overdue)}</span></div>
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
