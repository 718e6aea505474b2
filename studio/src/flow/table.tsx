import type { Looked } from "../address";
import type { Flow } from "../api/client";
import { duration, number } from "../format";
import { Num } from "../parts/num";
import { save } from "../parts/save";
import { words } from "../words";

/** All moves, drawn or not, as a file. */
export function saveMoves(flow: Flow): void {
  save(`${flow.journey}-moves.csv`, ["from", "to", "kinds", "moves", "trips", "customers", "total_seconds", "p50_seconds", "p90_seconds"],
    flow.moves.map((move) => [move.from_step, move.to, move.kinds.join(" "), move.moves.n, move.trips.n, move.customers.n, move.time.total_seconds, move.time.p50_seconds ?? "", move.time.p90_seconds ?? ""]));
}

/** The same moves as a table: those drawn, the heaviest first. */
export function Table({ flow, titles, drawn, look }: { flow: Flow; titles: Map<string, string>; drawn: number; look: (change: Partial<Looked>) => void }) {
  const name = (id: string) => titles.get(id) ?? id;
  const rows = flow.moves.slice(0, drawn);
  return (
    <div className="flow-table">
      <table>
        <thead><tr>{[words.flow.from, words.flow.to, words.flow.kind, words.flow.weights.moves, words.flow.weights.trips, words.flow.weights.customers, words.flow.total, words.flow.half, words.flow.ninety].map((head) => <th key={head} scope="col">{head}</th>)}</tr></thead>
        <tbody>
          {rows.map((move) => (
            <tr key={`${move.from_step}>${move.to}`} className={move.expected ? "" : "off"}>
              <td><button type="button" className="link" dir="auto" onClick={() => look({ selected: `step:${move.from_step}`, list: null })}>{name(move.from_step)}</button></td>
              <td><button type="button" className="link" dir="auto" onClick={() => look({ selected: `move:${move.from_step}>${move.to}`, list: null })}>{name(move.to)}</button></td>
              <td>{move.kinds.map((kind) => words.flow.kinds[kind] ?? kind).join(", ")}</td>
              <td><Num of={move.moves} says={`${name(move.from_step)}, ${name(move.to)}`} /></td>
              <td><Num of={move.trips} says={`${name(move.from_step)}, ${name(move.to)}`}>{number(move.trips.n)}</Num></td>
              <td><Num of={move.customers} says={`${name(move.from_step)}, ${name(move.to)}`} /></td>
              <td>{duration(move.time.total_seconds)}</td>
              <td>{move.time.p50_seconds == null ? "" : duration(move.time.p50_seconds)}</td>
              <td>{move.time.p90_seconds == null ? "" : duration(move.time.p90_seconds)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="pad"><button type="button" className="btn" onClick={() => saveMoves(flow)}>{words.number.download}</button></p>
    </div>
  );
}
