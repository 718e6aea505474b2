import { expect, test } from "vitest";
import { apart, dateTicks, plain } from "./axes";

const labels = (from: string, until: string, most: number) => dateTicks(Date.parse(from), Date.parse(until), most).map((tick) => tick.label);

test("dates say their year once, and are never those of the Epoch", () => {
  expect(labels("2025-11-20T08:00:00Z", "2026-03-02T00:00:00Z", 6)).toEqual(["Dec 2025", "Jan 2026", "Feb", "Mar"]);
  expect(labels("2026-03-01T08:00:00Z", "2026-03-30T00:00:00Z", 6)).toEqual(["2 Mar 2026", "9 Mar", "16 Mar", "23 Mar"].concat(["30 Mar"]));
  expect(labels("2026-03-01T08:00:00Z", "2026-03-01T20:00:00Z", 4)).toEqual(["1 Mar 2026, 09:00", "12:00", "15:00", "18:00"]);
});

test("round lengths have no digits that they do not need", () => {
  expect([1, 60, 7_200, 86_400, 14 * 86_400, 365 * 86_400, 730 * 86_400].map(plain)).toEqual(["1 s", "1 min", "2 h", "1 day", "14 days", "1 year", "2 years"]);
});

test("labels do not lie on each other", () => {
  const ticks = [0, 10, 20, 100].map((at) => ({ at, label: "Jan 2026" }));
  expect(apart(ticks, (at) => at + 40, 200).map((tick) => tick.at)).toEqual([0, 100]);
});
