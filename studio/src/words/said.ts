import { number } from "../format";

/** `1 trip`, `2 trips`. */
export const counted = (n: number, one: string, many = `${one}s`): string => `${number(n)} ${n === 1 ? one : many}`;

/** `1,234 of 5,678`, `1.2 of 4.8 million`. */
export const progressed = (done: number, total: number): string =>
  total < 1e6 ? `${number(done)} of ${number(total)}` : `${(done / 1e6).toFixed(1)} of ${(total / 1e6).toFixed(1)} million`;
