import { useEffect } from "react";
import { Link, useLocation, useSearch } from "wouter";
import type { Schemas } from "../api/client";
import { listText } from "../address";
import { useAlike, useList } from "../api/queries";
import { number, percent } from "../format";
import { Num, OpenList } from "../parts/num";
import { words } from "../words";
import { cameFrom, pathOf } from "./came-from";
import type { Trip } from "./timeline";

const MOST = 100;
const MOST_NAMED = 5;

/** The one before and the one after, in the list in which the customer was chosen. */
export function Neighbours({ customer }: { customer: string }) {
  const search = useSearch();
  const [, go] = useLocation();
  const from = cameFrom(search);
  const list = useList(from?.journey ?? "", from?.count.ask ?? [], new URLSearchParams(search).get("period"), MOST, from !== null);
  const names = list.data?.listed.map((one) => one.customer) ?? [];
  const at = names.indexOf(customer);
  const [before, after] = at < 0 ? [undefined, undefined] : [names[at - 1], names[at + 1]];
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      const typing = (event.target as HTMLElement).closest("input,select,textarea");
      const to = event.key === "j" ? after : event.key === "k" ? before : undefined;
      if (typing || to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      go(pathOf(to, search, cameFrom(search)));
    };
    addEventListener("keydown", keys);
    return () => removeEventListener("keydown", keys);
  }, [before, after, search, go]);
  if (!from || at < 0 || !list.data) return null;
  return (
    <nav className="neighbours sm sec" aria-label={words.beside.list}>
      {before !== undefined ? <Link className="btn" href={pathOf(before, search, from)}>{words.beside.before}</Link> : <span className="btn mut">{words.beside.before}</span>}
      <span>{words.beside.place(at + 1, names.length, list.data.customers)}</span>
      {after !== undefined ? <Link className="btn" href={pathOf(after, search, from)}>{words.beside.after}</Link> : <span className="btn mut">{words.beside.after}</span>}
    </nav>
  );
}

/** Where a customer is on each map: at a step, or how the latest trip ended. */
export function Places({ person }: { person: Schemas["PersonView"] }) {
  const latest = new Map(person.trips.map((trip): [string, Trip] => [trip.journey, trip]));
  if (!latest.size) return null;
  return (
    <ul className="places sm" aria-label={words.beside.places}>
      {[...latest.values()].map((trip) => (
        <li key={trip.journey}>
          <Link className="link" dir="auto" href={`/map/${encodeURIComponent(trip.journey)}${trip.at_step ? `?sel=step:${encodeURIComponent(trip.at_step)}` : ""}`}>{trip.map_title}</Link>{" "}
          <span className="sec" dir="auto">{trip.at ? words.people.at(trip.at) : (words.how[trip.kind] ?? trip.ended_as)}</span>
        </li>
      ))}
    </ul>
  );
}

/** Who else went the same way as a trip. */
export function Alike({ trip, customer }: { trip: Trip; customer: string }) {
  const search = useSearch();
  const [, go] = useLocation();
  const alike = useAlike(trip.journey, trip.route);
  const list = useList(trip.journey, alike.data?.trips.ask ?? [], null, MOST_NAMED + 1, alike.isSuccess);
  if (!alike.data) return <p className="alike sm mut" aria-busy={alike.isPending}>{alike.isPending ? words.beside.looking : ""}</p>;
  const { trips, customers, share } = alike.data;
  const others = (list.data?.listed ?? []).filter((one) => one.customer !== customer).slice(0, MOST_NAMED);
  return (
    <p className="alike sm sec">
      {trips.n <= 1 ? words.beside.nobodyElse : <OpenList.Provider value={(count) => go(`/map/${encodeURIComponent(trip.journey)}?${new URLSearchParams({ list: listText(count) })}`)}><Num of={trips} says={words.beside.alike}>{words.beside.trips(number(trips.n), number(customers))}</Num>{share ? ` (${percent(share.value, 1)} ${words.beside.ofAll})` : ""}</OpenList.Provider>}
      {others.map((one) => <span key={one.customer}>{" "}<Link className="link" dir="auto" href={pathOf(one.customer, search, { journey: trip.journey, count: trips })}>{one.customer}</Link></span>)}
    </p>
  );
}
