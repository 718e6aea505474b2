import { memo, useDeferredValue, useLayoutEffect, useRef, type CSSProperties, type FocusEvent, type KeyboardEvent } from "react";
import type { StageView } from "../api/client";
import { EvidenceMark, Triangle } from "../parts/icons";
import { words } from "../words";
import type { Lane } from "./lane";
import type { Laid } from "./place";
import { step as walk, type Cell } from "./walk";

interface Props {
  of: Laid;
  lanes: Lane[];
  column: number;
  /** How many columns are in sight as long as nobody has scrolled. */
  sight: number;
  hot: number | null;
  chosen: number | null;
  stale: boolean;
  select: (what: string) => void;
}

/** Stages across, lanes down. One tab stop: arrows move from cell to cell, Enter goes into a cell, Escape comes out again.
 *  The stop is kept on the elements themselves: who walks the map waits for nothing to be drawn anew. */
export function Grid({ of, lanes, column, sight, hot, chosen, stale, select }: Props) {
  const { stages } = of.map;
  const at = useRef<Cell>({ row: 0, column: 0 });
  const grid = useRef<HTMLDivElement>(null);
  const rows = lanes.length + 1;
  // What is in sight is shown first, and the rest filled while it is looked at.
  const all = useDeferredValue(true, false);

  const cellAt = ({ row, column: over }: Cell) => grid.current?.querySelector<HTMLElement>(`[data-cell="${row}:${over}"]`);
  const stopAt = (cell: Cell) => {
    const before = cellAt(at.current);
    if (before) before.tabIndex = -1;
    at.current = cell;
    const now = cellAt(cell);
    if (now) now.tabIndex = 0;
    return now;
  };
  // The whole map is one stop of the tabulator: what is in a cell is come to by Enter. Lanes come and go: the stop stays on one that is there.
  useLayoutEffect(() => {
    grid.current?.querySelectorAll<HTMLElement>('[data-cell] button:not([tabindex="-1"])').forEach((button) => (button.tabIndex = -1));
    stopAt({ row: Math.min(at.current.row, rows - 1), column: Math.min(at.current.column, stages.length - 1) });
  });
  const keys = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    const cell = target.closest<HTMLElement>("[data-cell]");
    if (!cell || event.altKey || event.ctrlKey || event.metaKey) return;
    if (target === cell && event.key === "Enter") {
      cell.querySelector<HTMLElement>("button")?.focus();
      event.preventDefault();
    } else if (target !== cell && walkInside(cell, target, event.key)) {
      event.preventDefault();
      event.stopPropagation();
    } else {
      const next = walk(at.current, event.key, rows, stages.length);
      if (next && target === cell) {
        stopAt(next)?.focus();
        event.preventDefault();
      }
    }
  };
  const follow = (event: FocusEvent) => {
    const [row, over] = ((event.target as HTMLElement).closest<HTMLElement>("[data-cell]")?.dataset.cell ?? "").split(":").map(Number);
    if (row !== undefined && over !== undefined) stopAt({ row, column: over });
  };

  return (
    <div
      ref={grid}
      className={`grid${stale ? " stale" : ""}`}
      role="grid"
      aria-label={of.map.title}
      aria-busy={stale}
      style={{ "--col": `${column}px`, "--stages": stages.length } as CSSProperties}
      onKeyDown={keys}
      onFocus={follow}
    >
      {hot !== null && <div className="hl" role="presentation" style={{ "--at": hot } as CSSProperties} />}
      {chosen !== null && chosen !== hot && <div className="hl calm" role="presentation" style={{ "--at": chosen } as CSSProperties} />}
      <div className="row head" role="row">
        <div className="lane" role="columnheader">
          {words.lanes.stage}
          <small>{words.evidence.steps(stages.reduce((sum, stage) => sum + stage.steps.length, 0))}</small>
        </div>
        {stages.map((stage, i) => (
          <div key={stage.id} className="head-cell" role="columnheader"><div className="stage" {...cellProps(0, i, [i + 1, stage.title, stage.thinks].filter(Boolean).join(", "))}>
            <button type="button" tabIndex={-1} onClick={() => select(`stage:${stage.id}`)}>
              <span className="t"><i>{i + 1}</i><span className="nm" dir="auto" title={stage.title}>{stage.title}</span></span>
              <span className="voice" dir="auto" title={stage.thinks ?? ""}>{stage.thinks ?? "\u00a0"}</span>
            </button>
            {i === hot && <span className="flag"><Triangle size={10} /></span>}
          </div></div>
        ))}
      </div>
      {lanes.map((lane, r) => (
        <Row key={lane.id} lane={lane} row={r + 1} stages={stages} column={column} filled={all ? stages.length : sight} />
      ))}
    </div>
  );
}

const cellProps = (row: number, over: number, says: string) => ({
  // A group is called by its label alone: a cell would be called by all that is in it.
  role: "group",
  "data-cell": `${row}:${over}`,
  tabIndex: -1,
  "aria-label": says,
});

/** A lane over all stages, or the first of them and the tallest cell. It is drawn anew only where the lane is another. */
const Row = memo(function Row({ lane, row, stages, column, filled }: { lane: Lane; row: number; stages: StageView[]; column: number; filled: number }) {
  const tallest = filled < stages.length && lane.tall ? tallestOf(stages.map(lane.tall)) : null;
  return (
    <div className="row" role="row">
      <div className="lane" role="rowheader">
        {lane.name}
        <small>{lane.evidence && <EvidenceMark of={lane.evidence} />}<span>{lane.sample}</span></small>
      </div>
      {stages.map((stage, i) => (
        <GridCell key={stage.id} lane={lane} row={row} stage={stage} index={i} column={i === 0 ? column : 0} empty={tallest !== null && i >= filled && i !== tallest} />
      ))}
    </div>
  );
});

const tallestOf = (heights: number[]): number => heights.indexOf(Math.max(...heights));

const GridCell = memo(function GridCell({ lane, row, stage, index, column, empty }: { lane: Lane; row: number; stage: StageView; index: number; column: number; empty: boolean }) {
  return (
    <div role="gridcell">
      <div className={`cell of-${lane.id}`} {...cellProps(row, index, [stage.title, lane.name, empty ? "" : lane.says(stage, index)].filter(Boolean).join(", "))}>
        {index === 0 && lane.behind?.(column)}
        {!empty && lane.cell(stage, index)}
      </div>
    </div>
  );
});

/** Arrows go from one thing of a cell to the next, Escape back to the cell. */
function walkInside(cell: HTMLElement, from: HTMLElement, key: string): boolean {
  const inside = [...cell.querySelectorAll<HTMLElement>("button")];
  const index = inside.indexOf(from);
  if (key === "Escape") cell.focus();
  else if (key === "ArrowDown" || key === "ArrowRight") inside[(index + 1) % inside.length]?.focus();
  else if (key === "ArrowUp" || key === "ArrowLeft") inside.at(index - 1)?.focus();
  else return false;
  return true;
}
