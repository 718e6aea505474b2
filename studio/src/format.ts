const LOCALE = "en-GB";
const UNITS: [number, string][] = [
  [365 * 86_400, "years"],
  [86_400, "days"],
  [3_600, "h"],
  [60, "min"],
];

/** Whole numbers are said by hand: the browser's own tables take longer to open than a whole map takes to say its numbers. */
export const number = (n: number): string => (Number.isSafeInteger(n) ? String(n).replace(/\B(?=(?:\d{3})+$)/g, ",") : n.toLocaleString(LOCALE));

/** As a person says it: two digits at least, in the largest unit of which there are two. */
export function duration(seconds: number): string {
  for (const [unit, name] of UNITS) if (Math.abs(seconds) >= 2 * unit) return `${twoDigits(seconds / unit)} ${name}`;
  if (seconds !== 0 && Math.abs(seconds) < 0.05) return "<0.1 s";
  return seconds === 0 ? "0 s" : `${twoDigits(seconds)} s`;
}

const twoDigits = (value: number): string => (Math.abs(value) < 9.95 ? value.toFixed(1) : number(Math.round(value)));

/** A share in per cent. What is not nothing is never called 0, nor what is not all 100. */
export function percent(share: number, digits = 0): string {
  const least = 10 ** -digits;
  const said = share * 100;
  if (said > 0 && said < least / 2) return `<${least}%`;
  if (said < 100 && said > 100 - least / 2) return `>${100 - least}%`;
  return `${said.toFixed(digits)}%`;
}

const sign = (value: number): string => (value > 0 ? "+" : value < 0 ? "−" : "±");

export const points = (change: number): string => `${sign(change)}${Math.abs(change * 100).toFixed(1)} pts`;
export const moreOrLess = (change: number): string => `${sign(change)}${Math.abs(change * 100).toFixed(0)}%`;
export const longer = (seconds: number): string => `${sign(seconds)}${duration(Math.abs(seconds))}`;
export const signed = (value: number): string => `${sign(value)}${Math.abs(value)}`;

// Dates are said by hand too, for the same reason. All of them are in UTC.
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const SHORT = MONTHS.map((name) => (name === "September" ? "Sept" : name.slice(0, 3)));
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

const dayAndMonth = (at: Date): string => `${at.getUTCDate()} ${SHORT[at.getUTCMonth()]}`;
const whole = (at: Date): string => `${dayAndMonth(at)} ${at.getUTCFullYear()}`;
const hours = (at: Date): string => [at.getUTCHours(), at.getUTCMinutes()].map((n) => String(n).padStart(2, "0")).join(":");

export const day = (instant: string): string => whole(new Date(instant));
export const dayOf = (instant: string): string => dayAndMonth(new Date(instant));
export const clock = (instant: string): string => hours(new Date(instant));
export const moment = (instant: string): string => `${day(instant)}, ${clock(instant)} UTC`;
export const weekday = (text: string): string => `${WEEKDAYS[new Date(text).getUTCDay()]} ${dayOf(text)}`;

/** A period as it is read: `March 2026`, `4 Mar – 31 Mar 2026`. The second end of a period is not part of it. */
export function period(text: string): string {
  if (/^\d{4}-\d{2}$/.test(text)) return `${MONTHS[Number(text.slice(5)) - 1] ?? text.slice(5)} ${Number(text.slice(0, 4))}`;
  const [from, until] = text.split("..").map((instant) => new Date(instant).getTime());
  return from === undefined || until === undefined || Number.isNaN(from + until) ? text : range(new Date(from), new Date(until - 1));
}

/** What both ends have in common is said once. */
function range(from: Date, last: Date): string {
  if (whole(from) === whole(last)) return whole(last);
  const sameYear = from.getUTCFullYear() === last.getUTCFullYear();
  const begin = !sameYear ? whole(from) : from.getUTCMonth() === last.getUTCMonth() ? String(from.getUTCDate()) : dayAndMonth(from);
  return `${begin}\u2009–\u2009${whole(last)}`;
}
