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
  /** Drawn behind all cells of the row. */
  behind?: (column: number) => ReactNode;
}
