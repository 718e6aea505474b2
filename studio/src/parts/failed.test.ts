import { expect, test } from "vitest";
import { Problem } from "../api/client";
import { wrongWith } from "./failed";

const silent = new TypeError("Failed to fetch");

test("what was shown stays where the server only does not answer", () => {
  expect(wrongWith({ error: silent, data: ["a map"] })).toBeNull();
  expect(wrongWith({ error: silent, data: undefined })).toBe(silent);
});

test("what the server says of it is told, whatever was shown before", () => {
  const refused = new Problem({ detail: "this map is no more" }, 404);
  expect(wrongWith({ error: refused, data: ["a map"] })).toBe(refused);
  expect(wrongWith({ error: null, data: undefined })).toBeNull();
});
