const UNITS: [number, string, string][] = [
  [86_400, "day", "days"],
  [3_600, "h", "h"],
  [60, "min", "min"],
  [1, "s", "s"],
];

/** How long ago, in one unit and never more than it was. */
export function ago(seconds: number): string {
  const [unit, one, many] = UNITS.find(([unit, one]) => seconds >= unit * (one === "day" ? 2 : 1)) ?? UNITS.at(-1)!;
  const n = Math.floor(seconds / unit);
  return `${n} ${n === 1 ? one : many} ago`;
}
