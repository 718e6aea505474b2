import { words } from "../words";
import { save, type Sheet } from "./save";

/** Gives a table as a file of CSV. `of`: what is in the table, for those who hear it. */
export function SaveTable({ name, of, sheet }: { name: string; of: string; sheet: () => Sheet }) {
  const give = () => {
    const { columns, rows } = sheet();
    save(`${name}.csv`, columns, rows);
  };
  return <button type="button" className="link csv" aria-label={`CSV, ${words.save.table(of)}`} onClick={give}>CSV</button>;
}
