import { useId, useState } from "react";
import { words } from "../words";
import type { Look, Said } from "./queries";

const NEEDED = ["customer", "time", "event"];
const LONGEST = 60;

/** A name as it can stand in a list. */
export const short = (name: string): string => (name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name);

interface Props {
  look: Look | null;
  said: Said;
  say: (change: Said) => void;
  zones: string[];
}

/** Which column is which field of an event, how sure that is, and how times are read. */
export function Fields({ look, said, say, zones }: Props) {
  const fields = look?.fields ?? [];
  const needed = fields.filter((field) => NEEDED.includes(field.field));
  const more = fields.filter((field) => !NEEDED.includes(field.field));
  const found = more.filter((field) => field.column != null);
  const rest = more.filter((field) => field.column == null);
  return (
    <section className="fields" aria-labelledby="fields">
      <h3 id="fields">{words.bring.columns}</h3>
      {look && <p className="sm sec">{words.bring.columnsSub}</p>}
      {look && look.wrong.length > 0 && <Wrong look={look} said={said} say={say} />}
      {look && [...needed, ...found].map((field) => <Field key={field.field} of={field} look={look} say={say} />)}
      {look && <Times look={look} said={said} say={say} zones={zones} />}
      {look && rest.length > 0 && <details className="more-fields"><summary>{words.bring.moreFields}</summary>{rest.map((field) => <Field key={field.field} of={field} look={look} say={say} />)}</details>}
      {(!look || said.delimiter) && <Choice label={words.bring.delimiter} value={said.delimiter ?? ""} none={words.bring.asFound} options={words.bring.delimiters} choose={(delimiter) => say({ delimiter })} />}
    </section>
  );
}

/** Why nothing can be read yet, and what to say. */
function Wrong({ look, said, say }: Pick<Props, "said" | "say"> & { look: Look }) {
  return (
    <div className="failed" role="alert">
      <b>{words.bring.wrong}.</b>
      {look.wrong.map((one) => (
        <div key={one.code + one.what}>
          <p dir="auto">{one.what}</p>
          <p className="sec">{words.bring.codes[one.code] ?? one.fix}</p>
          {one.formats.length > 0 && (
            <div className="seg" role="group" aria-label={words.bring.order}>
              {one.formats.map((format) => <button key={format} type="button" aria-pressed={said.time_format === format} onClick={() => say({ time_format: format })}>{orderOf(format)}</button>)}
            </div>
          )}
        </div>
      ))}
    </div>
  );
}

function orderOf(format: string): string {
  const [day, month] = [format.search(/%-?d/), format.search(/%-?[mbB]/)];
  const order = format.search(/%[yY]/) < Math.min(day, month) ? words.bring.orders.ymd : day < month ? words.bring.orders.dmy : words.bring.orders.mdy;
  return `${order} (${format})`;
}

function Field({ of, look, say }: { of: Look["fields"][number]; look: Look; say: Props["say"] }) {
  const id = useId();
  const [name, sub] = words.bring.fields[of.field] ?? [of.field, ""];
  const column = look.columns.find((one) => one.name === of.column);
  const needed = NEEDED.includes(of.field);
  const missing = needed && of.column == null;
  return (
    <div className={`field${missing ? " missing" : ""}`}>
      <label htmlFor={id}><b>{name}</b> <span className="mut">{sub}</span></label>
      <select id={id} value={of.column ?? ""} aria-describedby={`${id}-how`} onChange={(event) => say({ [of.field]: event.target.value || undefined })}>
        {(of.column == null || of.how === "said") && <option value="">{needed ? words.bring.notChosen : words.bring.noColumn}</option>}
        {of.field === "lifecycle" && of.column != null && <option value="none">{words.bring.leaveAlone}</option>}
        {look.columns.map((one) => <option key={one.name} value={one.name}>{short(one.name)}</option>)}
      </select>
      <p id={`${id}-how`} className="sm how">
        <Sure how={of.how} /> {words.bring.how[of.how]}
        {column && <span className="mut">, {words.bring.different(column.different, look.sampled)}{column.examples.length > 0 && <>: <span className="examples" dir="auto">{column.examples.join(", ")}</span></>}</span>}
        {of.rivals.length > 0 && of.how !== "said" && <span className="odd"> {words.bring.rivals(of.rivals.slice(0, 3).map(short).join(", "))}</span>}
      </p>
    </div>
  );
}

/** How sure it is, in a sign: full, half, ring. */
function Sure({ how }: { how: string }) {
  return (
    <svg width="8" height="8" viewBox="0 0 8 8" aria-hidden="true">
      <circle cx="4" cy="4" r="3" fill={how === "said" || how === "named" ? "var(--ink-3)" : "none"} stroke="var(--ink-3)" />
      {how === "likely" && <path d="M4 1a3 3 0 0 1 0 6Z" fill="var(--ink-3)" />}
    </svg>
  );
}

/** What times leave open: zone, order of day and month, unit, place in the day. Only what is open, or was said. */
function Times({ look, said, say, zones }: Props & { look: Look }) {
  const assumed = Object.fromEntries(look.proposals.map((one) => [one.option, one.value]));
  const open = (option: keyof Said) => said[option] !== undefined || assumed[option] !== undefined;
  return (
    <>
      {(open("timezone") || look.wrong.some((one) => one.code === "E110" || one.code === "E115")) && <Zone value={said.timezone ?? assumed.timezone ?? ""} guessed={said.timezone === undefined} zones={zones} choose={(timezone) => say({ timezone })} />}
      {open("date_at") && <Choice label={words.bring.dateAt} value={said.date_at ?? assumed.date_at ?? ""} options={words.bring.dateAts} note={said.date_at === undefined ? words.bring.assumed : ""} choose={(date_at) => say({ date_at })} />}
      {(open("time_unit") || look.wrong.some((one) => one.code === "E113")) && <Choice label={words.bring.unit} value={said.time_unit ?? assumed.time_unit ?? ""} none={words.bring.notChosen} options={words.bring.units} note={assumed.time_unit && said.time_unit === undefined ? words.bring.assumed : ""} choose={(time_unit) => say({ time_unit })} />}
      {said.time_format !== undefined && <Format value={said.time_format} choose={(time_format) => say({ time_format })} />}
    </>
  );
}

function Zone({ value, guessed, zones, choose }: { value: string; guessed: boolean; zones: string[]; choose: (zone: string | undefined) => void }) {
  const [text, setText] = useState(value);
  const known = zones.includes(text) || text === "";
  const settle = (zone: string) => {
    setText(zone);
    if (zones.includes(zone) && zone !== value) choose(zone);
  };
  return (
    <div className="field">
      <label htmlFor="zone"><b>{words.bring.zone}</b> <span className="mut">{words.bring.zoneSub}</span></label>
      <input id="zone" list="zones" value={text} spellCheck={false} autoComplete="off" aria-invalid={!known} aria-describedby="zone-how" onChange={(event) => settle(event.target.value)} />
      <datalist id="zones">{zones.map((zone) => <option key={zone} value={zone} />)}</datalist>
      <p id="zone-how" className="sm how">{known ? guessed && <><Sure how="likely" /> {words.bring.zoneGuess}</> : <span className="bad">{words.bring.zoneUnknown}</span>}</p>
    </div>
  );
}

function Format({ value, choose }: { value: string; choose: (format: string | undefined) => void }) {
  return (
    <div className="field">
      <span><b>{words.bring.format}</b></span>
      <span className="chosen-format"><code>{value}</code> <button type="button" className="btn" onClick={() => choose(undefined)}>{words.bring.asFound}</button></span>
    </div>
  );
}

function Choice({ label, value, options, choose, none, note }: { label: string; value: string; options: Record<string, string>; choose: (value: string | undefined) => void; none?: string; note?: string }) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}><b>{label}</b></label>
      <select id={id} value={value} onChange={(event) => choose(event.target.value || undefined)}>
        {none !== undefined && <option value="">{none}</option>}
        {Object.entries(options).map(([key, said]) => <option key={key} value={key}>{said}</option>)}
      </select>
      {note && <p className="sm how"><Sure how="likely" /> {note}</p>}
    </div>
  );
}
