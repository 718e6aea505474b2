import { expect, test } from "vitest";
import { ago } from "./ago";

test("how long ago is told in one unit, and never more than it was", () => {
  expect([0, 59.9, 60, 3_599, 3_600, 3.9 * 3_600, 47 * 3_600, 48 * 3_600].map(ago)).toEqual(["0 s ago", "59 s ago", "1 min ago", "59 min ago", "1 h ago", "3 h ago", "47 h ago", "2 days ago"]);
});
