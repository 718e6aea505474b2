import { expect, test } from "vitest";
import type { Count, StageMove, StageNumbers } from "../api/client";
import { ribbon } from "./ribbon";

const count = (n: number): Count => ({ n, of: "trips", ask: [], define: "stages" });
const stage = (id: string, moved_on: number, reached: number, lost: number): StageNumbers => ({
  stage: id,
  trips: count(moved_on + reached + lost),
  moved_on: count(moved_on),
  reached: count(reached),
  lost: count(lost),
  other: count(0),
  gone_quiet: count(0),
  still_there: count(0),
});
const move = (from: string, to: string, n: number): StageMove => ({ from_stage: from, to_stage: to, moves: count(n) });
const STAGES = [stage("a", 60, 30, 10), stage("b", 0, 50, 0), stage("c", 0, 0, 0)];

test("bars are as tall as trips", () => {
  const [a, b, c] = ribbon(STAGES, [], 150).bars.map((bar) => bar.bottom - bar.top);
  expect(b! / a!).toBeCloseTo(0.5);
  expect(c).toBe(1);
});

test("who leaves is drawn where someone does", () => {
  const { up, down } = ribbon(STAGES, [], 150);
  expect([up, down].map((paths) => paths.map(Boolean))).toEqual([[true, true, false], [true, false, false]]);
});

test("moves off the map take tracks of their own, and those without room are left to the lists", () => {
  const moves = [move("a", "c", 9), move("c", "a", 8), move("b", "a", 7), move("x", "a", 6)];
  const { arcs } = ribbon(STAGES, moves, 150);
  expect(arcs.map((arc) => [arc.from, arc.to])).toEqual([[0, 2], [2, 0]]);
  expect(new Set(arcs.map((arc) => arc.y)).size).toBe(2);
});

test("a map without trips has a ribbon", () => {
  expect(ribbon([stage("a", 0, 0, 0)], [], 150).bars).toHaveLength(1);
});
