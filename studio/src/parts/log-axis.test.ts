import { expect, test } from "vitest";
import { logAxis } from "./log-axis";

test("ten times as much is as far everywhere, and what is beyond the ends lies at them", () => {
  const x = logAxis([1, 10_000], [0, 80]);
  expect([0, 1, 10, 100, 10_000, 1e9].map((value) => Math.round(x(value)))).toEqual([0, 0, 20, 40, 80, 80]);
});
