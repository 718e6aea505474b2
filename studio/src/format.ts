const LOCALE = "en-GB";
const UNITS: [number, string][] = [
  [365 * 86_400, "years"],
  [86_400, "days"],
  [3_600, "h"],
  [60, "min"],
];

export const number = (n: number): string => n.toLocaleString(LOCALE);

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

const DAY = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const MONTH = new Intl.DateTimeFormat(LOCALE, { month: "long", year: "numeric", timeZone: "UTC" });
const MOMENT = new Intl.DateTimeFormat(LOCALE, {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "UTC",
});

export const day = (instant: string): string => DAY.format(new Date(instant));
export const moment = (instant: string): string => `${MOMENT.format(new Date(instant))} UTC`;

const CLOCK = new Intl.DateTimeFormat(LOCALE, { hour: "2-digit", minute: "2-digit", timeZone: "UTC" });
const WEEKDAY = new Intl.DateTimeFormat(LOCALE, { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });

const DAY_OF_MONTH = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short", timeZone: "UTC" });

export const dayOf = (instant: string): string => DAY_OF_MONTH.format(new Date(instant));
export const clock = (instant: string): string => CLOCK.format(new Date(instant));
export const weekday = (text: string): string => WEEKDAY.format(new Date(text));

/** A period as it is read: `March 2026`, `4 Mar – 31 Mar 2026`. The second end of a period is not part of it. */
export function period(text: string): string {
  if (/^\d{4}-\d{2}$/.test(text)) return MONTH.format(new Date(`${text}-01T00:00:00Z`));
  const [from, until] = text.split("..");
  if (!from || !until) return text;
  const last = new Date(new Date(until).getTime() - 1);
  if (Number.isNaN(last.getTime())) return text;
  return DAY.formatRange(new Date(from), last);
}
