import { day, moment } from "../format";
import { SaveTable } from "../parts/save-table";
import { words } from "../words";
import type { Look } from "./queries";

/** The first rows as the events that they would become, and how many there are. */
export function FirstEvents({ look }: { look: Look }) {
  if (look.wrong.length > 0) return null;
  const [channel, person] = [look.events.some((event) => event.channel != null), look.events.some((event) => event.person != null)];
  const keeps = look.events.some((event) => Object.keys(event.properties).length > 0);
  return (
    <section aria-labelledby="first">
      <h3 id="first">{words.bring.first}</h3>
      <p className="sm sec" role="status">
        {look.good === 0 ? words.bring.nothing : `${words.bring.firstSub(look.good, look.customers, look.names)}, ${words.bring.between(day(look.first!), day(look.last!))}`}
      </p>
      {look.events.length > 0 && (
        <div className="sheet" tabIndex={0} role="group" aria-label={words.bring.first}>
          <table>
            <thead>
              <tr>
                <th scope="col">{words.bring.line}</th>
                <th scope="col">{words.bring.fields.time![0]}</th>
                <th scope="col">{words.bring.fields.customer![0]}</th>
                <th scope="col">{words.bring.fields.event![0]}</th>
                {channel && <th scope="col">{words.bring.fields.channel![0]}</th>}
                {person && <th scope="col">{words.bring.fields.person![0]}</th>}
                {keeps && <th scope="col">{words.bring.keeps}</th>}
              </tr>
            </thead>
            <tbody>
              {look.events.map((event) => (
                <tr key={event.line}>
                  <td className="mut">{event.line}</td>
                  <td className="tight">{moment(event.time)}</td>
                  <td dir="auto"><span className="clip">{event.customer}</span></td>
                  <td dir="auto"><b className="clip">{event.event}</b></td>
                  {channel && <td dir="auto">{event.channel}</td>}
                  {person && <td dir="auto">{event.person}</td>}
                  {keeps && <td className="sm mut" dir="auto"><span className="clip wide">{Object.entries(event.properties).map(([name, value]) => `${name} ${value}`).join(" · ")}</span></td>}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {look.events.length > 0 && <p className="sm"><SaveTable name="first-events" of={words.bring.first} sheet={() => ({ columns: ["line", "time", "customer", "event", "channel", "person", "properties"], rows: look.events.map((event) => [event.line, event.time, event.customer, event.event, event.channel ?? "", event.person ?? "", JSON.stringify(event.properties)]) })} /></p>}
    </section>
  );
}

/** Rows that are no events, with their reasons; and what else was noticed. */
export function LeftOut({ look }: { look: Look }) {
  const bad = look.rows - look.good;
  const noticed = [...look.noticed, ...(look.future > 0 ? [words.bring.future(look.future)] : [])];
  return (
    <>
      <section aria-labelledby="left-out" className={bad > 0 ? "quarantine some" : "quarantine"}>
        <h3 id="left-out">{words.bring.bad(bad, look.rows)}</h3>
        {bad > 0 && <p className="sm sec">{words.bring.badSub}</p>}
        {bad > 0 && (
          <ul>
            {look.bad.map((one) => (
              <li key={one.reason}>
                <p><b>{one.rows.toLocaleString("en-GB")}</b> <span dir="auto">{one.reason}</span></p>
                {one.lines.map((line, place) => <p key={line} className="mi mut raw"><span>{words.bring.atLine(line)}</span> <code dir="auto">{one.texts[place]}</code></p>)}
              </li>
            ))}
          </ul>
        )}
      </section>
      {noticed.length > 0 && (
        <section aria-labelledby="noticed">
          <h3 id="noticed">{words.bring.noticed}</h3>
          <ul className="noticed sm sec">{noticed.map((line) => <li key={line} dir="auto">{line}</li>)}</ul>
        </section>
      )}
    </>
  );
}
