import { expect, test } from "vitest";
import { step } from "./walk";

test("arrows go from cell to cell and stop at the edge, Home and End lead to the first and the last stage", () => {
  const from = { row: 1, column: 1 };
  const went = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"].map((key) => step(from, key, 2, 3));
  expect(went.map((cell) => [cell?.row, cell?.column])).toEqual([[1, 0], [1, 2], [0, 1], [1, 1], [1, 0], [1, 2]]);
  expect(step(from, "x", 2, 3)).toBeNull();
});
