import type { Change, Measures, Schemas } from "../api/client";
import { title, type Laid } from "../map/place";
import type { Sheet } from "../parts/save";

/** Waits by what they cost all customers together, the dearest first. */
export function waits(of: Laid): Sheet {
  const columns = ["from", "from_title", "to", "to_title", "trips", "moves", "share_of_waiting", "total_seconds", "p50_seconds", "p90_seconds", "total_seconds_before"];
  const rows = (of.measures?.findings ?? []).map(({ from_step, to_step, trips, moves, share, time, before_seconds }) => [
    from_step, title(of, from_step), to_step, title(of, to_step), trips.n, moves.n, share, time.total_seconds, time.p50_seconds ?? "", time.p90_seconds ?? "", before_seconds ?? "",
  ]);
  return { columns, rows };
}

/** Segments side by side; the shares of each way to end with their intervals. */
export function segments(measures: Measures): Sheet {
  const hows = [...new Set(measures.segments.flatMap((segment) => segment.endings.map((ending) => ending.how)))];
  const columns = [measures.segment ?? "segment", "trips", "customers", "median_seconds", "on_map", ...hows.flatMap((how) => [how, `${how}_share`, `${how}_low`, `${how}_high`])];
  const rows = measures.segments.map(({ value, headline, endings }) => [
    value ?? "", headline.trips.n, headline.customers.n, headline.median_seconds ?? "", headline.on_map ?? "",
    ...hows.flatMap((how) => {
      const ending = endings.find((one) => one.how === how);
      return [ending?.trips.n ?? 0, ending?.share?.value ?? "", ending?.share?.low ?? "", ending?.share?.high ?? ""];
    }),
  ]);
  return { columns, rows };
}

/** What changed most. `names`: the two steps of a wait, how a trip ended, or a promise. */
export function changes(found: Change[]): Sheet {
  return { columns: ["what", "names", "now", "before", "change", "better", "n"], rows: found.map((one) => [one.what, one.names.join(">"), one.now, one.before, one.change, String(one.better), one.count.n]) };
}

/** Promises that are due next, then those that are overdue; seconds are below 0 where it is over. */
export function due({ next, late }: Schemas["DueView"]): Sheet {
  return { columns: ["customer", "promise", "title", "step", "due", "in_seconds"], rows: [...next, ...late].map((one) => [one.customer, one.promise, one.title, one.step, one.due, one.in_seconds]) };
}

/** Promises that are neither kept nor broken yet. */
export function pending(open: Measures["promises"], titles: Map<string, string>): Sheet {
  return { columns: ["promise", "title", "pending"], rows: open.map((one) => [one.promise, titles.get(one.promise) ?? one.promise, one.pending.n]) };
}
