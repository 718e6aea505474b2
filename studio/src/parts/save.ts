/** A table as a file has it. */
export interface Sheet {
  columns: string[];
  rows: (string | number)[][];
}

/** Gives the reader a table as a file of CSV. */
export function save(name: string, columns: string[], rows: (string | number)[][]): void {
  give(name, new Blob([csv([columns, ...rows])], { type: "text/csv" }));
}

/** Gives the reader a file. */
export function give(name: string, file: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Lines of CSV as of RFC 4180. A text that a spreadsheet would take for a formula is kept a text. */
export function csv(rows: (string | number)[][]): string {
  return rows.map((row) => `${row.map(field).join(",")}\r\n`).join("");
}

function field(value: string | number): string {
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
