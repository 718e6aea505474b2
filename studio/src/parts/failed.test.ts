import { expect, test, vi } from "vitest";

vi.stubGlobal("location", { origin: "http://127.0.0.1" });
const { Problem } = await import("../api/client");
const { wrongWith } = await import("./failed");

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
