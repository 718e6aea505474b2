import { expect, test } from "vitest";
import type { Count, Flow, MapView, Move } from "../api/client";
import { follow } from "./follow";
import { layout } from "./layout";

const count = (n: number): Count => ({ n, of: "trips", ask: [], define: "moves" });
const step = (id: string) => ({ id, title: id, channels: [], by: null, owner: null, about: null, seen: "events", moment_of_truth: false, hoped: null, next: [], promises: [], does: [] });
const stage = (id: string, steps: string[]) => ({ id, title: id, thinks: null, success: null, steps: steps.map(step), insights: [], owners: [] });
const MAP: MapView = {
  journey: "j", title: "J", about: null, version: "1", scores: [], teams: {}, told_apart_by: [],
  stages: [stage("one", ["a", "b"]), stage("two", ["c"])],
  outcomes: [{ id: "done", title: "Done", kind: "reached", worth: null }, { id: "gone", title: "Gone", kind: "lost", worth: null }],
};
const move = (from_step: string, to: string, weight: number, expected = true): Move => ({
  from_step, to, kinds: [expected ? "expected" : "back"], expected, moves: count(weight), trips: count(weight), customers: count(weight), time: { total_seconds: 1, p50_seconds: null, p90_seconds: null }, weight, drawn: 1,
});
const MOVES = [move("a", "c", 9), move("c", "a", 5, false), move("c", "done", 4), move("a", "b", 3), move("b", "gone", 2), move("b", "b", 1, false)];
const FLOW: Flow = { journey: "j", by: "moves", at_first: 3, trips: count(9), moves: MOVES, steps: ["a", "b", "c"].map((id, rank) => ({ step: id, rank, trips: count(5), began: count(0) })), ends: [], routes: [], all_routes: 0, other_routes: 0 };

test("what is drawn never moves a step", () => {
  const places = [1, 3, 6].map((drawn) => layout(MAP, FLOW, drawn, 150, 8, 600).nodes);
  expect(places[0]).toEqual(places[2]);
  expect(places[1]).toEqual(places[2]);
});

test("each move is drawn by what it is: on the map, off it, up to what was reached, down to what was lost", () => {
  const { edges } = layout(MAP, FLOW, 6, 150, 8, 600);
  expect(edges.map((edge) => edge.look)).toEqual(["on", "off", "up", "on", "down", "off"]);
  expect(edges.every((edge) => !edge.path.includes("NaN"))).toBe(true);
});

test("arrows follow the heaviest move, or stay in the stage", () => {
  const laid = layout(MAP, FLOW, 6, 150, 8, 600);
  expect(["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp", "End"].map((key) => follow("a", key, laid))).toEqual(["c", "c", "b", "a", "c"]);
});
