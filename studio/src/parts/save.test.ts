import { expect, test } from "vitest";
import { csv } from "./save";

test("fields are quoted, and what a spreadsheet would run stays a text", () => {
  expect(csv([["a,b", 'say "hi"', "=1+1", -3]])).toBe(`"a,b","say ""hi""",'=1+1,-3\r\n`);
});
