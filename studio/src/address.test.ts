import { expect, test } from "vitest";
import { read, write, type Looked } from "./address";

const LOOKED: Looked = {
  period: "2026-03",
  compare: "2026-02",
  segment: "plan",
  value: "",
  overlay: "time",
  selected: "step:call",
  by: "moves",
  drawn: 12,
  table: true,
  only: ["with:call", "ends:gone_quiet"],
  show: "funnel",
  of: "move:a:b",
  steps: ["b", "a"],
  since: true,
  list: { n: 3, of: "moves", define: "moves", ask: ["move:a,b:c", "segment:plan=<b>&~"] },
};

test("what is looked at is read back from the address", () => {
  expect(read(write(LOOKED))).toEqual(LOOKED);
});

test("an address that was changed by hand shows all that can be read of it", () => {
  const { overlay, list, period } = read("overlay=everything&list=[1,&period=2026");
  expect([overlay, list, period]).toEqual(["all", null, "2026"]);
});
