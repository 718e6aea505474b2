import { duration } from "../../format";

export interface Tick {
  at: number;
  label: string;
}

const say = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", ...options });
const MONTH = say({ month: "short" });
const MONTH_AND_YEAR = say({ month: "short", year: "numeric" });
const DAY = say({ day: "numeric", month: "short" });
const DAY_AND_YEAR = say({ day: "numeric", month: "short", year: "numeric" });
const HOUR = say({ hour: "2-digit", minute: "2-digit" });
const DAY_MS = 86_400_000;

const HOUR_MS = 3_600_000;
const STEPS_MS = [1, 3, 6, 12, 24, 48, 168, 336].map((hours) => hours * HOUR_MS);
const MONTHS = [1, 2, 3, 6, 12, 24, 60, 120, 600, 1_200];

/** Ticks of an axis of dates. Each says what the one before has not said: the first, and each first of a year, has the year. */
export function dateTicks(from: number, until: number, most: number): Tick[] {
  const step = STEPS_MS.find((ms) => (until - from) / ms <= most);
  const moments = step ? everySo(from, until, step) : everyMonths(from, until, MONTHS.find((n) => (until - from) / (n * 30.4 * DAY_MS) <= most) ?? 1_200);
  return moments.map((at, i) => {
    const [moment, before] = [new Date(at), i ? new Date(moments[i - 1]!) : null];
    const freshYear = before?.getUTCFullYear() !== moment.getUTCFullYear();
    const freshDay = !before || DAY.format(before) !== DAY.format(moment);
    if (!step) return { at, label: (freshYear ? MONTH_AND_YEAR : MONTH).format(moment) };
    if (step >= DAY_MS) return { at, label: (freshYear ? DAY_AND_YEAR : DAY).format(moment) };
    return { at, label: freshDay ? `${(freshYear ? DAY_AND_YEAR : DAY).format(moment)}, ${HOUR.format(moment)}` : HOUR.format(moment) };
  });
}

/** Weeks begin on Mondays, as the first one after the Epoch did on its fifth day. */
function everySo(from: number, until: number, step: number): number[] {
  const offset = step >= 7 * DAY_MS ? 4 * DAY_MS : 0;
  const first = Math.ceil((from - offset) / step) * step + offset;
  return Array.from({ length: Math.max(0, Math.floor((until - first) / step) + 1) }, (_, i) => first + i * step);
}

function everyMonths(from: number, until: number, months: number): number[] {
  const found: number[] = [];
  const begin = new Date(from);
  for (let month = Math.ceil((begin.getUTCFullYear() * 12 + begin.getUTCMonth()) / months) * months; ; month += months) {
    const at = new Date(0).setUTCFullYear(Math.floor(month / 12), month % 12, 1);
    if (at > until) return found;
    if (at >= from) found.push(at);
  }
}

const LENGTHS = [60, 600, 3_600, 4 * 3_600, 86_400, 7 * 86_400, 30 * 86_400, 365 * 86_400, 3_650 * 86_400];
/** From here on lengths are told apart; what is shorter stands at the start. */
export const SHORTEST = 60;

/** Ticks of a logarithmic axis of lengths, in seconds. */
export const lengthTicks = (longest: number): Tick[] => LENGTHS.filter((at) => at <= longest).map((at) => ({ at, label: plain(at) }));

/** A round length, without digits that it does not need: `1 h`, `7 days`. */
export function plain(seconds: number): string {
  for (const [unit, one, many] of [[365 * 86_400, "year", "years"], [86_400, "day", "days"], [3_600, "h", "h"], [60, "min", "min"], [1, "s", "s"]] as const)
    if (seconds >= unit && Number.isInteger(seconds / unit)) return `${seconds / unit} ${seconds === unit ? one : many}`;
  return duration(seconds);
}

/** Of ticks, those whose labels do not lie on each other. `place`: where one stands, in pixels. */
export function apart(ticks: Tick[], place: (at: number) => number, room: number): Tick[] {
  let free = -Infinity;
  return ticks.filter((tick) => {
    const half = 3.4 * tick.label.length + 5;
    const x = place(tick.at);
    if (x - half < free || x + half > room) return false;
    free = x + half;
    return true;
  });
}
