import { expect, test } from "vitest";
import { lines } from "./sparkline";

const point = (value: number | null) => ({ began: "2026-03", whole: true, value, said: "" });

test("too few customers are a gap", () => {
  const found = lines([1, 2, null, 3].map(point));
  expect(found.map((line) => line.points.map(({ i }) => i))).toEqual([[0, 1], [3]]);
});
