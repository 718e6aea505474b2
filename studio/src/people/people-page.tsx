import { useEffect, useRef, useState } from "react";
import { useLocation, useSearch } from "wouter";
import { useHistoryState } from "wouter/use-browser-location";
import type { Schemas } from "../api/client";
import { useFound, usePerson } from "../api/queries";
import { duration, moment } from "../format";
import { Failed, wrongWith } from "../parts/failed";
import { Icon } from "../parts/icons";
import { save } from "../parts/save";
import { SaveAs } from "../parts/save-as";
import { SaveTable } from "../parts/save-table";
import { Stopped } from "../parts/working";
import { words } from "../words";
import { Alike, Neighbours, Places } from "./beside";
import { pathOf } from "./came-from";
import { DecidedFor } from "./decided";
import { useCustomers } from "./logs";
import { TripLine } from "./trip-line";
import type { Trip } from "./timeline";

type Person = Schemas["PersonView"];

/** Find a customer, and see the whole story. */
export default function PeoplePage({ customer }: { customer: string | null }) {
  const logs = useCustomers();
  return (
    <main className="main people" aria-label={words.views.people}>
      <Find events={logs === null || logs.length > 0} />
      {customer !== null ? <Story customer={customer} /> : logs && <p className="alone-small mut">{logs.length ? words.people.hint(logs) : words.empty.noEvents}</p>}
    </main>
  );
}

function Find({ events }: { events: boolean }) {
  const [part, setPart] = useState("");
  const [asked, setAsked] = useState("");
  const [, go] = useLocation();
  const search = useSearch();
  const found = useFound(asked, events);
  const field = useRef<HTMLInputElement>(null);
  const arrived = useHistoryState<{ find?: boolean } | null>();
  useEffect(() => {
    if (arrived?.find) field.current?.focus();
  }, [arrived]);
  useEffect(() => {
    const later = setTimeout(() => setAsked(part.trim()), 200);
    return () => clearTimeout(later);
  }, [part]);
  const to = (name: string) => {
    setPart("");
    setAsked("");
    go(pathOf(name, search, null));
  };
  return (
    <form className="find" role="search" onSubmit={(event) => { event.preventDefault(); if (found.data?.[0]) to(found.data[0]); }}>
      <label className="pill"><Icon name="find" size={13} /><span className="hidden">{words.people.find}</span>
        <input ref={field} type="search" placeholder={words.people.find} value={part} onChange={(event) => setPart(event.target.value)} autoComplete="off" spellCheck={false} />
      </label>
      {asked && found.isPending && found.fetchStatus !== "idle" && <p className="mi mut finding" role="status">{words.people.looking}</p>}
      {asked && <Stopped of={found} />}
      {asked && found.data && (
        <ul aria-label={words.people.found}>
          {found.data.map((name) => <li key={name}><button type="button" dir="auto" onClick={() => to(name)}>{name}</button></li>)}
          {!found.data.length && <li className="mut pad">{words.people.nobody}</li>}
        </ul>
      )}
      {found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
    </form>
  );
}

function Story({ customer }: { customer: string }) {
  const person = usePerson(customer);
  const wrong = wrongWith(person);
  if (wrong) return <Failed error={wrong} retry={() => void person.refetch()} />;
  if (person.isPending && person.fetchStatus === "idle") return <Stopped of={person} />;
  if (!person.data) return <div className="pad-wide" aria-busy="true"><div className="wait" /><div className="wait" /><div className="wait" /></div>;
  return (
    <div className="story">
      <div className="person-head">
        <Neighbours customer={customer} />
        <h2 dir="auto">{person.data.customer}</h2>
        <Places person={person.data} />
        <p className="sm sec">{words.people.sum(person.data.all_events, person.data.trips.length, person.data.channels.length)}{person.data.first && person.data.last ? `, ${moment(person.data.first)} – ${moment(person.data.last)}` : ""}</p>
        {person.data.names.length > 1 && <p className="sm sec" dir="auto">{words.people.also(person.data.names.slice(1).join(", "))}</p>}
      </div>
      {!person.data.trips.length && <p className="pad-wide mut">{words.people.noTrips}</p>}
      {[...person.data.trips].reverse().map((trip, i) => <OneTrip key={`${trip.journey}${trip.number}`} person={person.data} trip={trip} opened={i === 0} />)}
      <DecidedFor customer={person.data.customer} />
      <Events person={person.data} />
    </div>
  );
}

function OneTrip({ person, trip, opened }: { person: Person; trip: Trip; opened: boolean }) {
  const line = useRef<HTMLDivElement>(null);
  const name = `${fileName(person.customer)}-${trip.journey}-${trip.number}`;
  const ended = words.how[trip.kind] ?? trip.ended_as;
  const visits = () => save(`${name}.csv`, ["step", "title", "channel", "entered", "done", "seconds", "move", "because", "promises"], trip.visits.map((one, seq) => [one.step, one.title, one.channel ?? "", one.entered, one.done ?? "", one.seconds ?? "", one.move, one.because, trip.promises.filter((promise) => promise.seq === seq).map((promise) => `${promise.title}: ${promise.state}`).join("; ")]));
  const kept = trip.promises.filter((promise) => promise.state === "kept").length;
  return (
    <section className="trip">
      <div className="trip-head">
        <h3><span dir="auto">{trip.map_title}</span>, {words.people.trip(trip.number).toLowerCase()}</h3>
        {trip.key && <span className="chip" dir="auto">{trip.key}</span>}
        {trip.again && <span className="chip">{words.people.again}</span>}
        <span className={trip.kind === "lost" || trip.kind === "gone_quiet" ? "bad b" : trip.kind === "reached" ? "good b" : "sec"} dir="auto">{ended}</span>
        {trip.promises.length > 0 && <span className={kept < trip.promises.length ? "sec" : "mut"}>{words.people.kept(kept, trip.promises.length)}</span>}
        {trip.at && <span className="sec" dir="auto">{words.people.at(trip.at)}</span>}
        <SaveAs name={name} said={() => ({ title: `${person.customer}: ${trip.map_title}, ${words.people.trip(trip.number).toLowerCase()}`, lines: [`${ended}, ${moment(trip.started)} – ${trip.ended ? moment(trip.ended) : words.people.now.toLowerCase()}, ${words.asOf(moment(person.as_of))}`] })} of={() => line.current?.querySelector("svg") ?? null} table={visits} />
      </div>
      <div ref={line}><TripLine trip={trip} /></div>
      <Alike trip={trip} customer={person.customer} />
      <details open={opened}>
        <summary>{words.people.why}</summary>
        <ol className="whys">
          {trip.visits.map((visit, seq) => (
            <li key={seq}>
              <span className="mut">{moment(visit.entered)}</span>
              <span><b dir="auto">{visit.title}</b> <span className={visit.move === "expected" || visit.move === "start" ? "sec" : "odd"}>{words.flow.kinds[visit.move] ?? visit.move}{visit.because && ":"}</span> <span className="sec" dir="auto">{visit.because}</span>
                {trip.promises.filter((promise) => promise.seq === seq).map((promise) => (
                  <span key={promise.title} className={`made ${promise.state === "broken" ? "bad" : "sec"}`} dir="auto">{words.people.promised(promise.title, words.people.states[promise.state] ?? promise.state)}{promise.late_seconds != null && promise.late_seconds > 0 ? `, ${words.people.late(duration(promise.late_seconds))}` : ""}</span>
                ))}
              </span>
              <span className="sec">{visit.seconds == null ? "" : duration(visit.seconds)}</span>
            </li>
          ))}
        </ol>
      </details>
    </section>
  );
}

/** Every event, also those that were nothing, with what each was. */
function Events({ person }: { person: Person }) {
  return (
    <section className="trip">
      <details>
        <summary>{words.people.events(person.all_events)}</summary>
        <ol className="whys">
          {person.events.map((event, i) => (
            <li key={i} className={event.counted ? "" : "mut"}><span className="mut">{moment(event.time)}</span><span dir="auto">{event.name} <span className="sec">{event.what}</span></span><span className="sec">{event.channel}</span></li>
          ))}
        </ol>
        {person.events.length > 0 && (
          <p className="pad-wide">
            <SaveTable name={`${fileName(person.customer)}-events`} of={words.people.events(person.events.length)} sheet={() => ({ columns: ["time", "event", "channel", "what", "counted"], rows: person.events.map((event) => [event.time, event.name, event.channel ?? "", event.what, String(event.counted)]) })} />
          </p>
        )}
        {person.events.length < person.all_events && <p className="mi mut pad-wide">{words.people.first(person.events.length)}</p>}
      </details>
    </section>
  );
}

/** A customer's name as a part of a file's. */
const fileName = (customer: string): string => customer.replace(/[^\p{L}\p{N}_-]+/gu, "-");
