import { useState } from "react";
import type { Schemas } from "../api/client";
import { words } from "../words";
import type { Look, Place } from "./queries";
import type { Upload } from "./send";

export type Settled = Omit<Schemas["Wanted"], "read">;

interface Props {
  upload: Upload;
  look: Look;
  place: Place;
  busy: boolean;
  under: boolean;
  go: (settled: Settled) => void;
}

/** What becomes of the file: where its events go, what the journey is called; and the act. */
export function Settle({ upload, look, place, busy, under, go }: Props) {
  const [name, setName] = useState(upload.called);
  const [into, setInto] = useState<"new" | "shown">(place.lake == null ? "new" : "shown");
  const [withBad, setWithBad] = useState(false);
  const bad = look.rows - look.good;
  const ready = look.wrong.length === 0 && look.good > 0 && (!look.too_many || withBad) && !busy;
  return (
    <form className="settle" aria-labelledby="settle" onSubmit={(event) => { event.preventDefault(); if (ready) go({ name, into, with_bad: withBad }); }}>
      <h3 id="settle">{words.bring.what}</h3>
      <label className="line-of"><span>{words.bring.name}</span><input value={name} maxLength={200} dir="auto" onChange={(event) => setName(event.target.value)} /></label>
      {place.lake != null ? (
        <fieldset>
          <legend>{words.bring.into}</legend>
          <label><input type="radio" name="into" checked={into === "shown"} onChange={() => setInto("shown")} /> <b dir="auto">{words.bring.shownLake(place.lake)}</b> <span className="mut">{words.bring.shownLakeSub(place.lake_events, place.lake_customers)}</span></label>
          <label><input type="radio" name="into" checked={into === "new"} onChange={() => setInto("new")} /> <b>{words.bring.newLake}</b> <span className="mut">{words.bring.newLakeSub(place.folder)}</span></label>
        </fieldset>
      ) : (
        <p className="line-of"><span>{words.bring.into}</span><span><b>{words.bring.newLake}</b> <span className="mut">{words.bring.newLakeSub(place.folder)}</span></span></p>
      )}
      <p className="sm mut">{words.bring.mapGoes(place.folder)}</p>
      {look.too_many && look.good > 0 && <label className="check"><input type="checkbox" checked={withBad} onChange={(event) => setWithBad(event.target.checked)} /> {words.bring.withBad(bad)}</label>}
      <button type="submit" className="btn pri big-btn" disabled={!ready}>{under ? words.bring.going : words.bring.go}</button>
    </form>
  );
}
