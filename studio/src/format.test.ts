import { expect, test } from "vitest";
import { clock, day, dayOf, duration, moment, number, percent, period, points, weekday } from "./format";

test("numbers are grouped as the browser groups them", () => {
  for (const n of [0, 7, 999, 1_000, 12_345, 999_999, 10_000_000, -1_234, 2 ** 53, 1_234.5]) expect(number(n)).toBe(n.toLocaleString("en-GB"));
});

test("a duration has two digits at least, in the largest unit of which there are two", () => {
  const said = [0, 0.01, 45, 119, 120, 4_500, 7_200, 93_600, 172_800, 5_000_000, 2 * 365 * 86_400].map(duration);
  expect(said).toEqual(["0 s", "<0.1 s", "45 s", "119 s", "2.0 min", "75 min", "2.0 h", "26 h", "2.0 days", "58 days", "2.0 years"]);
});

test("what is not nothing is never called nothing, and what is not all never all", () => {
  expect([0, 0.0001, 0.5, 0.999, 1].map((share) => percent(share))).toEqual(["0%", "<1%", "50%", ">99%", "100%"]);
});

test("changes bear their sign", () => {
  expect([0.021, -0.021].map(points)).toEqual(["+2.1 pts", "−2.1 pts"]);
});

test("the second end of a period is not part of it", () => {
  expect(period("2026-03")).toBe("March 2026");
  expect(period("2026-03-04..2026-04-01")).toMatch(/^4\D+31 Mar 2026$/);
  expect(period("soon")).toBe("soon");
});

test("dates are said as the browser says them", () => {
  const said = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" });
  const date = { day: "numeric", month: "short", year: "numeric" } as const;
  const time = { hour: "2-digit", minute: "2-digit" } as const;
  const all = ["2026-03-04T05:06:00Z", "2026-09-12T23:59:59.999Z", "2024-02-29T00:00:00Z", "1999-12-31T12:30:00+02:00"];
  for (const text of all) {
    const at = new Date(text);
    expect([day(text), moment(text), clock(text)]).toEqual([said(date).format(at), `${said({ ...date, ...time }).format(at)} UTC`, said(time).format(at)]);
    expect(weekday(text)).toBe(said({ weekday: "short", day: "numeric", month: "short" }).format(at));
    expect(dayOf(text)).toBe(said({ day: "numeric", month: "short" }).format(at));
    expect(period(text.slice(0, 7))).toBe(said({ month: "long", year: "numeric" }).format(at));
    for (const other of all.filter((one) => one > text)) expect(period(`${text}..${other}`)).toBe(said(date).formatRange(at, new Date(new Date(other).getTime() - 1)));
  }
});
