/** A cell of the map: row 0 holds the stages, then a row for each lane. */
export interface Cell {
  row: number;
  column: number;
}

/** Where a key leads from a cell; null where it leads nowhere. */
export function step({ row, column }: Cell, key: string, rows: number, columns: number): Cell | null {
  const moved: Record<string, Cell> = {
    ArrowRight: { row, column: column + 1 },
    ArrowLeft: { row, column: column - 1 },
    ArrowDown: { row: row + 1, column },
    ArrowUp: { row: row - 1, column },
    Home: { row, column: 0 },
    End: { row, column: columns - 1 },
    PageUp: { row: 0, column },
    PageDown: { row: rows - 1, column },
  };
  const next = moved[key];
  if (!next) return null;
  const inside = next.row >= 0 && next.row < rows && next.column >= 0 && next.column < columns;
  return inside ? next : { row, column };
}
