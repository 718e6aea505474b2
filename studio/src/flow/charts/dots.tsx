import { scaleLog } from "d3-scale";
import { useMemo } from "react";
import type { Schemas } from "../../api/client";
import { duration, moment, number } from "../../format";
import { Failed } from "../../parts/failed";
import { Num } from "../../parts/num";
import { useSize } from "../../parts/use-size";
import { Person } from "../../people/person";
import { Stopped } from "../../parts/working";
import { words } from "../../words";
import { useDots } from "../queries";
import { apart, dateTicks, lengthTicks, SHORTEST, type Tick } from "./axes";
import type { ChartProps } from "./chart";
import { Defined, Table, Tools, Waiting, type File } from "./parts";

type Trip = Schemas["DottedTrip"];
type Dot = Schemas["DotNumbers"];
const AXIS = 26;
const SIDE = 18;
const LEAST_ROW = 6;
const LABEL_EVERY = 110;
const OFF = new Set(["back", "jump", "skip"]);

/** Single trips: a line each, a dot for each visit, by date or from their beginnings on. */
export function Dots(props: ChartProps) {
  const { map, looked, look, name } = props;
  const found = useDots(map.journey, looked, looked.only);
  const [ref, width, height] = useSize<HTMLDivElement>();
  const data = found.data;
  return (
    <>
      <div className="bar">
        <div className="seg" role="group" aria-label={words.charts.at}>
          <button type="button" aria-pressed={!looked.since} onClick={() => look({ since: false })}>{words.charts.byDate}</button>
          <button type="button" aria-pressed={looked.since} onClick={() => look({ since: true })}>{words.charts.sinceStart}</button>
        </div>
        {!looked.table && <Key />}
        <Tools of={props} title={words.charts.dots(data?.drawn.length ?? 0)} file={data ? fileOf(data.drawn, map.journey) : null} />
      </div>
      <Stopped of={found} />
      {found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
      {data && (
        <p className="notes">
          {words.charts.sample(data.drawn.length, data.drawn_customers)}
          <Num of={data.trips} says={words.number.trips}>{number(data.trips.n)} {words.number.trips}</Num>{", "}
          <Num of={data.customers} says={words.number.customers}>{number(data.customers.n)} {words.number.customers}</Num>. {words.charts.sampled}
        </p>
      )}
      <div className={`map-scroll${found.isPlaceholderData ? " stale" : ""}`} ref={ref}>
        {found.isPending && found.fetchStatus !== "idle" && <Waiting />}
        {data && width > 0 && (looked.table ? <DotTable trips={data.drawn} name={name} journey={map.journey} /> : data.drawn.length > 0 && <Drawn trips={data.drawn} kinds={new Map(map.outcomes.map((one) => [one.id, one.kind]))} since={looked.since} width={width} height={height} name={name} />)}
        {data && <Defined name="visits" />}
      </div>
    </>
  );
}

interface DrawnProps {
  trips: Trip[];
  kinds: Map<string, string>;
  since: boolean;
  width: number;
  height: number;
  name: (id: string) => string;
}

function Drawn({ trips, kinds, since, width, height, name }: DrawnProps) {
  const { place, ticks } = useMemo(() => axis(trips, since, width), [trips, since, width]);
  const row = Math.min(16, Math.max(LEAST_ROW, (height - AXIS - 50) / trips.length));
  const foot = AXIS + trips.length * row + 6;
  return (
    <div className="dots" data-pictured="">
      <svg className="dots-axis" width={width} height={AXIS} aria-hidden="true">
        {ticks.map((tick) => <text key={tick.at} x={place(tick.at)} y={17} textAnchor="middle">{tick.label}</text>)}
      </svg>
      <svg className="dots-drawn" width={width} height={foot - AXIS} role="img" aria-label={words.charts.dots(trips.length)}>
        {ticks.map((tick) => <path key={tick.at} className="rule" d={`M${place(tick.at)} 0V${foot - AXIS}`} />)}
        {trips.map((trip, i) => {
          const y = 6 + (i + 0.5) * row;
          const at = (dot: Dot) => place(since ? dot.since_seconds : Date.parse(dot.at));
          return (
            <g key={`${trip.customer} ${i}`} className="trip">
              <path className="thread" d={`M${at(trip.dots[0]!)} ${y}H${at(trip.dots.at(-1)!)}`} />
              {trip.dots.map((dot, j) => (
                <path key={j} className={lookOf(dot, kinds)} d={shapeOf(lookOf(dot, kinds), at(dot), y, Math.min(3.6, row * 0.38))}>
                  <title>{`${trip.customer}: ${words.charts.dot(name(dot.step), moment(dot.at), duration(dot.since_seconds))}`}</title>
                </path>
              ))}
            </g>
          );
        })}
      </svg>
    </div>
  );
}

/** Where a moment or a length stands, and what is written above. */
function axis(trips: Trip[], since: boolean, width: number): { place: (at: number) => number; ticks: Tick[] } {
  const dots = trips.flatMap((trip) => trip.dots);
  const right = width - SIDE;
  if (since) {
    const longest = dots.reduce((most, dot) => Math.max(most, dot.since_seconds), 2 * SHORTEST);
    const scale = scaleLog().domain([SHORTEST, longest]).range([SIDE + 64, right]);
    const place = (seconds: number) => (seconds < SHORTEST ? SIDE + (seconds / SHORTEST) * 56 : scale(seconds));
    return { place, ticks: apart([{ at: 0, label: words.charts.start }, ...lengthTicks(longest)], place, width) };
  }
  const moments = dots.map((dot) => Date.parse(dot.at));
  const from = moments.reduce((least, at) => Math.min(least, at), Infinity);
  const until = Math.max(moments.reduce((most, at) => Math.max(most, at), -Infinity), from + 60_000);
  const place = (at: number) => SIDE + ((at - from) / (until - from)) * (right - SIDE);
  return { place, ticks: apart(dateTicks(from, until, width / LABEL_EVERY), place, width) };
}

/** on: as the map expects; off: not; and what a trip came to. */
function lookOf(dot: Dot, kinds: Map<string, string>): "on" | "off" | "reached" | "lost" {
  const kind = kinds.get(dot.step);
  if (kind) return kind === "lost" ? "lost" : "reached";
  return OFF.has(dot.move) ? "off" : "on";
}

function shapeOf(look: ReturnType<typeof lookOf>, x: number, y: number, r: number): string {
  if (look === "off") return `M${x} ${y - r * 1.25}L${x + r * 1.25} ${y}L${x} ${y + r * 1.25}L${x - r * 1.25} ${y}Z`;
  if (look === "lost") return `M${x - r * 1.2} ${y - r}H${x + r * 1.2}L${x} ${y + r * 1.2}Z`;
  return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
}

function Key() {
  return (
    <div className="key">
      {(["on", "off", "reached", "lost"] as const).map((look) => <span key={look}><svg className="dots-drawn" width="12" height="12" aria-hidden="true"><path className={look} d={shapeOf(look, 6, 6, 3.4)} /></svg>{words.charts.key[look]}</span>)}
    </div>
  );
}

function DotTable({ trips, name, journey }: { trips: Trip[]; name: (id: string) => string; journey: string }) {
  const rows = trips.flatMap((trip, i) => trip.dots.map((dot, j) => ({ key: `${i} ${j}`, trip, dot, first: j === 0 })));
  return (
    <Table name={words.charts.dots(trips.length)} head={[words.charts.customer, words.charts.step, words.charts.move, words.charts.at, words.charts.after]} texts={3}
      rows={rows.map(({ key, trip, dot, first }) => ({
        key, odd: OFF.has(dot.move),
        cells: [first ? <Person name={trip.customer} /> : <span className="mut">{trip.customer}</span>, <span dir="auto">{name(dot.step)}</span>, words.flow.kinds[dot.move] ?? dot.move, moment(dot.at), duration(dot.since_seconds)],
      }))}
      file={fileOf(trips, journey)} />
  );
}

const fileOf = (trips: Trip[], journey: string): File => ({ name: `${journey}-trips.csv`, columns: ["customer", "ended_as", "step", "move", "time", "seconds_since_start"], rows: trips.flatMap((trip) => trip.dots.map((dot) => [trip.customer, trip.how, dot.step, dot.move, dot.at, dot.since_seconds])) });
