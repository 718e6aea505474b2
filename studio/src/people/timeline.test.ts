import { expect, test } from "vitest";
import { line, type Trip, type Visit } from "./timeline";

const visit = (stage: number | null, entered: string, seconds: number | null): Visit => ({ step: "s", title: "S", stage, channel: null, entered, done: null, seconds, move: "expected", because: "" });
const TRIP: Trip = {
  journey: "j", map_title: "J", stages: ["one", "two"], number: 1, key: null, again: false, started: "", ended: null, ended_as: "open", kind: "open", promises: [], at: null, next: [],
  at_step: null,
  route: "",
  visits: [visit(0, "2026-03-01T10:00:00Z", 60), visit(0, "2026-03-01T10:01:00Z", 40_000), visit(1, "2026-03-01T21:07:40Z", 10_000), visit(null, "2026-03-02T00:00:00Z", null)],
};

test("waits of an hour and more are folded, with their length", () => {
  expect(line(TRIP).folds.map((fold) => fold.seconds)).toEqual([40_000, 10_000]);
});

test("stages that follow each other are bands without gaps", () => {
  const { bands } = line(TRIP);
  expect(bands.map((band) => band.stage)).toEqual([0, 1, null]);
  expect(bands.slice(1).map((band) => band.from)).toEqual(bands.slice(0, -1).map((band) => band.until));
});

test("each day is named once, where it begins", () => {
  expect(line(TRIP).days.map((one) => one.day)).toEqual(["2026-03-01", "2026-03-02"]);
});
