import { expect, test } from "vitest";
import { cameFrom, pathOf } from "./came-from";

const count = { n: 2, of: "trips" as const, ask: ["stage:fix:lost"], define: "stages" };

test("the list is kept on the way to a customer, and left out where there is none", () => {
  const path = pathOf("a/b", "period=2026-03", { journey: "j", count });
  expect(path.startsWith("/people/a%2Fb?period=2026-03&")).toBe(true);
  expect(cameFrom(path.split("?")[1]!)).toEqual({ journey: "j", count });
  expect(pathOf("ann", path.split("?")[1]!, null)).toBe("/people/ann?period=2026-03");
  expect(cameFrom("list=[1]&of=j")).toBeNull();
});
