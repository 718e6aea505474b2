import { useRef, type ReactNode } from "react";
import type { Looked } from "../../address";
import { useDefinition } from "../../api/queries";
import { save, type Sheet } from "../../parts/save";
import { SaveAs } from "../../parts/save-as";
import { words } from "../../words";
import { saidOfWays } from "../only";
import type { ChartProps } from "./chart";

/** What was counted, and how: opened where someone wants to know. */
export function Defined({ name }: { name: string }) {
  const said = useDefinition(name).data;
  if (!said) return null;
  return (
    <details className="defined">
      <summary>{words.charts.counted}</summary>
      <dl>
        <dt>{words.number.counted}</dt><dd>{said.population}</dd>
        <dt>{words.number.formula}</dt><dd>{said.formula}</dd>
        <dt>{words.number.leavesOut}</dt><dd>{said.leaves_out}</dd>
      </dl>
    </details>
  );
}

interface Tools {
  of: ChartProps;
  /** What the picture is called. */
  title: string;
  /** Its numbers; null: they are not there yet. */
  file: File | null;
}

/** A table as a file. */
export type File = Sheet & { name: string };

/** Saves the picture, and turns between it and the table that says the same. */
export function Tools({ of: { map, measures, looked, look }, title, file }: Tools) {
  const here = useRef<HTMLDivElement>(null);
  const picture = () => here.current?.closest(".map-page")?.querySelector("[data-pictured], .chart-table table") ?? null;
  return (
    <div className="tools" ref={here}>
      <SaveAs name={`${map.journey}-${looked.show}`} said={() => ({ title, lines: saidOfWays(map, measures, looked) })} of={picture} {...(file && { table: () => save(file.name, file.columns, file.rows) })} />
      {looked.show !== "routes" && <Twin looked={looked} look={look} />}
    </div>
  );
}

function Twin({ looked, look }: { looked: Looked; look: (change: Partial<Looked>) => void }) {
  return <button type="button" className="pill" aria-pressed={looked.table} onClick={() => look({ table: !looked.table })}>{looked.table ? words.flow.picture : words.flow.table}</button>;
}

interface Rows {
  name: string;
  head: string[];
  /** How many of the first columns are texts. */
  texts: number;
  rows: { key: string; cells: ReactNode[]; odd?: boolean }[];
  file: File;
}

/** Rows of numbers, and the same as a file. */
export function Table({ name, head, texts, rows, file }: Rows) {
  return (
    <div className="chart-table">
      <table aria-label={name}>
        <thead><tr>{head.map((one, i) => <th key={one} scope="col" className={i < texts ? "t" : ""}>{one}</th>)}</tr></thead>
        <tbody>
          {rows.map((row) => <tr key={row.key} className={row.odd ? "off" : ""}>{row.cells.map((cell, i) => <td key={i} className={i < texts ? "t" : ""}>{cell}</td>)}</tr>)}
        </tbody>
      </table>
      <p className="pad"><button type="button" className="btn" onClick={() => save(file.name, file.columns, file.rows)}>{words.number.download}</button></p>
    </div>
  );
}

export const Waiting = () => <div className="pad wait-room" aria-busy="true"><div className="wait" /><div className="wait" /><div className="wait" /></div>;
