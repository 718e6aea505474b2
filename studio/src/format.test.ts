import { expect, test } from "vitest";
import { duration, percent, period, points } from "./format";

test("a duration has two digits at least, in the largest unit of which there are two", () => {
  const said = [0, 0.01, 45, 119, 120, 4_500, 7_200, 93_600, 172_800, 5_000_000, 2 * 365 * 86_400].map(duration);
  expect(said).toEqual(["0 s", "<0.1 s", "45 s", "119 s", "2.0 min", "75 min", "2.0 h", "26 h", "2.0 days", "58 days", "2.0 years"]);
});

test("what is not nothing is never called nothing, and what is not all never all", () => {
  expect([0, 0.0001, 0.5, 0.999, 1].map((share) => percent(share))).toEqual(["0%", "<1%", "50%", ">99%", "100%"]);
});

test("changes bear their sign", () => {
  expect([0.021, -0.021].map(points)).toEqual(["+2.1 pts", "−2.1 pts"]);
});

test("the second end of a period is not part of it", () => {
  expect(period("2026-03")).toBe("March 2026");
  expect(period("2026-03-04..2026-04-01")).toMatch(/^4\D+31 Mar 2026$/);
  expect(period("soon")).toBe("soon");
});
