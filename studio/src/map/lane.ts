import type { ReactNode } from "react";
import type { Evidence } from "../parts/icons";
import type { StageView } from "../api/client";

/** A row of the map: what it is called, what it rests on, and what it says of each stage. */
export interface Lane {
  id: string;
  name: string;
  evidence: Evidence | null;
  sample: string;
  cell: (stage: StageView, index: number) => ReactNode;
  says: (stage: StageView, index: number) => string;
  /** How tall its cell is beside the others of the row: where that is known, cells out of sight are filled after those in sight, and nothing moves. */
  tall?: (stage: StageView) => number;
  /** Drawn behind all cells of the row. */
  behind?: (column: number) => ReactNode;
}
