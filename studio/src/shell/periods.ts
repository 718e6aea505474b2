import type { Stretch } from "../api/client";

export interface Moved {
  period: string;
  before: string;
}

/** The stretch of time before or after the one that is looked at: the month next to a month, the same number of days next to some days.
 *  From all of time it is the latest month. null: there is none. */
export function moved(stretches: Stretch[], period: string | null, where: "earlier" | "later"): Moved | null {
  const months = stretches.filter((stretch) => stretch.days === null || stretch.days === undefined);
  if (period === null) return where === "earlier" ? (months[0] ?? null) : null;
  const at = months.findIndex((month) => month.period === period);
  if (at >= 0) return months[at + (where === "earlier" ? 1 : -1)] ?? null;
  const days = daysOf(period);
  if (!days) return null;
  const by = (days[1] - days[0]) * (where === "earlier" ? -1 : 1);
  const said = (shift: number) => `${text(days[0] + shift)}..${text(days[1] + shift)}`;
  const first = months.at(-1)?.period;
  const latest = Math.max(...stretches.map((stretch) => daysOf(stretch.period)?.[1] ?? -Infinity));
  if ((first !== undefined && days[1] + by <= Date.parse(`${first}-01`)) || days[1] + by > latest) return null;
  return { period: said(by), before: said(by - Math.abs(by)) };
}

function daysOf(period: string): [number, number] | null {
  const [from, until] = period.split("..").map((end) => Date.parse(end));
  return from !== undefined && until !== undefined && until > from ? [from, until] : null;
}

const text = (time: number): string => new Date(time).toISOString().slice(0, 10);
