import { words } from "../words";
import type { Look } from "./queries";

/** Every column as the file has it, with what it is taken for. */
export function Columns({ look }: { look: Look }) {
  const taken = new Map(look.fields.flatMap((field) => (field.column == null ? [] : [[field.column, words.bring.fields[field.field]![0]] as const])));
  return (
    <details className="all-columns" open={look.wrong.length > 0}>
      <summary>{words.bring.allColumns(look.columns.length)}</summary>
      <div className="sheet" tabIndex={0} role="group" aria-label={words.bring.allColumns(look.columns.length)}>
        <table>
          <thead><tr>{[words.bring.column, words.bring.values, words.bring.examples].map((head) => <th key={head} scope="col">{head}</th>)}</tr></thead>
          <tbody>
            {look.columns.map((column) => (
              <tr key={column.name}>
                <td dir="auto"><span className="clip" title={column.name}>{column.name}</span>{taken.has(column.name) && <span className="chip">{taken.get(column.name)}</span>}</td>
                <td className="tight">{words.bring.different(column.different, look.sampled)}</td>
                <td className="sm mut" dir="auto"><span className="clip wide">{column.examples.join(", ")}</span></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
