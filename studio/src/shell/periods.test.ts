import { expect, test } from "vitest";
import { moved } from "./periods";

const STRETCHES = [
  { period: "2026-03-25..2026-04-01", before: "2026-03-18..2026-03-25", days: 7 },
  { period: "2026-03", before: "2026-02", days: null },
  { period: "2026-02", before: "2026-01", days: null },
];

test("months lead to months, and end where the events do", () => {
  expect(moved(STRETCHES, "2026-03", "earlier")).toMatchObject({ period: "2026-02", before: "2026-01" });
  expect(moved(STRETCHES, "2026-03", "later")).toBeNull();
  expect(moved(STRETCHES, "2026-02", "earlier")).toBeNull();
  expect(moved(STRETCHES, null, "earlier")).toMatchObject({ period: "2026-03" });
});

test("days lead to as many days", () => {
  expect(moved(STRETCHES, "2026-03-25..2026-04-01", "earlier")).toEqual({ period: "2026-03-18..2026-03-25", before: "2026-03-11..2026-03-18" });
  expect(moved(STRETCHES, "2026-03-18..2026-03-25", "later")).toMatchObject({ period: "2026-03-25..2026-04-01", before: "2026-03-18..2026-03-25" });
  expect(moved(STRETCHES, "2026-03-25..2026-04-01", "later")).toBeNull();
  expect(moved(STRETCHES, "2026-02-01..2026-02-08", "earlier")).toBeNull();
  expect(moved(STRETCHES, "no period", "earlier")).toBeNull();
});
