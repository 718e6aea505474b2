import type { Schemas } from "../../api/client";
import { duration, number, percent } from "../../format";
import { Failed } from "../../parts/failed";
import { Icon } from "../../parts/icons";
import { Num } from "../../parts/num";
import { useSize } from "../../parts/use-size";
import { Stopped } from "../../parts/working";
import { words } from "../../words";
import { useTimes } from "../queries";
import { plain } from "./axes";
import type { ChartProps } from "./chart";
import { Defined, Table, Tools, Waiting, type File } from "./parts";

type Found = Schemas["TimesView"];
type Bin = Schemas["BinNumbers"];
const OF = ["move", "stay", "stage", "how"] as const;
const MOST_MOVES = 60;
const SIDE = 28;
const WIDEST = 84;
const HIGH = 250;
const TOP = 26;

/** How long something took: a wait before a move, a stay at a step or in a stage, the way to an outcome. */
export function Times(props: ChartProps) {
  const { map, flow, looked, look, name } = props;
  const [heaviest] = flow?.moves ?? [];
  const chosen = looked.of ?? (heaviest ? `move:${heaviest.from_step}:${heaviest.to}` : null);
  const of = OF.find((one) => chosen?.startsWith(`${one}:`));
  const asked = of && chosen ? { of, ids: chosen.slice(of.length + 1) } : null;
  const found = useTimes(map.journey, looked, looked.only, asked);
  const [ref, width] = useSize<HTMLDivElement>();
  const what = asked ? titleOf(asked.of, asked.ids, map, name) : "";
  const data = found.data;
  return (
    <>
      <div className="bar">
        <label className="pill pick wide">
          <span className="hidden">{words.charts.took}</span>
          <b dir="auto">{what || words.charts.took}</b>
          <Icon name="down" size={12} />
          <select value={chosen ?? ""} onChange={(event) => look({ of: event.target.value, list: null })}>
            <optgroup label={words.charts.ofMove}>{flow?.moves.slice(0, MOST_MOVES).map((move) => <option key={`${move.from_step}:${move.to}`} value={`move:${move.from_step}:${move.to}`}>{words.hurts.wait(name(move.from_step), name(move.to))}</option>)}</optgroup>
            <optgroup label={words.charts.ofStay}>{map.stages.flatMap((stage) => stage.steps).filter((step) => step.seen === "events").map((step) => <option key={step.id} value={`stay:${step.id}`}>{step.title}</option>)}</optgroup>
            <optgroup label={words.charts.ofStage}>{map.stages.map((stage) => <option key={stage.id} value={`stage:${stage.id}`}>{stage.title}</option>)}</optgroup>
            <optgroup label={words.charts.ofHow}>{map.outcomes.map((outcome) => <option key={outcome.id} value={`how:${outcome.id}`}>{outcome.title}</option>)}</optgroup>
            {of === "move" && !flow?.moves.slice(0, MOST_MOVES).some((move) => chosen === `move:${move.from_step}:${move.to}`) && <option value={chosen!}>{what}</option>}
          </select>
        </label>
        <div className="grow" />
        <Tools of={props} title={words.charts.bins(what)} file={data ? fileOf(data, map.journey) : null} />
      </div>
      {asked && <Stopped of={found} />}
      {found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
      <div className={`map-scroll${found.isPlaceholderData ? " stale" : ""}`} ref={ref}>
        {asked && found.isPending && found.fetchStatus !== "idle" && <Waiting />}
        {data && data.bins.length === 0 && <p className="pad lead sm sec">{words.charts.noTimes}</p>}
        {data && data.bins.length > 0 && (
          <>
            <p className="pad lead sm sec">
              <Num of={data.rows} says={what}>{number(data.rows.n)} {words.number[data.rows.of]}</Num>
              {data.p50_seconds != null && <>: {words.charts.half(duration(data.p50_seconds))}</>}
              {data.p90_seconds != null && <>, {words.charts.ninety(duration(data.p90_seconds))}</>}
            </p>
            {looked.table ? <BinTable found={data} what={what} journey={map.journey} /> : width > 0 && <Bars found={data} what={what} width={width} />}
          </>
        )}
        {data && <Defined name={data.rows.define} />}
      </div>
    </>
  );
}

function titleOf(of: (typeof OF)[number], ids: string, map: ChartProps["map"], name: (id: string) => string): string {
  if (of === "stage") return map.stages.find((stage) => stage.id === ids)?.title ?? ids;
  if (of !== "move") return name(ids);
  const [from = "", to = ""] = ids.split(":");
  return words.hurts.wait(name(from), name(to));
}

const saidOf = (bin: Bin): string => `${plain(bin.from_seconds)} ${bin.until_seconds == null ? words.charts.andMore : `${words.charts.until} ${plain(bin.until_seconds)}`}`;

/** Bars with their counts. Bins double in length or so, and are drawn alike wide: a logarithmic axis. */
function Bars({ found, what, width }: { found: Found; what: string; width: number }) {
  const { bins } = found;
  const each = Math.min(WIDEST, (width - 2 * SIDE) / bins.length);
  const most = Math.max(...bins.map((bin) => bin.count.n));
  const high = (bin: Bin) => (bin.count.n === 0 ? 0 : Math.max(1.5, (bin.count.n / most) * HIGH));
  const place = (seconds: number) => {
    const i = bins.findIndex((bin) => bin.until_seconds == null || seconds < bin.until_seconds);
    const bin = bins[Math.max(0, i)]!;
    const end = bin.until_seconds ?? 2 * bin.from_seconds;
    return SIDE + each * (Math.max(0, i) + Math.min(1, Math.max(0, (seconds - bin.from_seconds) / (end - bin.from_seconds))));
  };
  const ends = [...bins.map((bin) => bin.from_seconds), ...(bins.at(-1)!.until_seconds == null ? [] : [bins.at(-1)!.until_seconds!])];
  let free = -Infinity;
  const foot = TOP + HIGH;
  return (
    <div className="bins" data-pictured="" role="group" aria-label={words.charts.bins(what)} style={{ width: SIDE * 2 + each * bins.length, height: foot + 56 }}>
      <svg width={SIDE * 2 + each * bins.length} height={foot + 56} aria-hidden="true">
        <path className="base" d={`M${SIDE} ${foot}h${each * bins.length}`} />
        {bins.map((bin, i) => <rect key={bin.from_seconds} className="bin" x={SIDE + i * each + 1} width={Math.max(1, each - 2)} y={foot - high(bin)} height={high(bin)} />)}
        {ends.map((seconds, i) => {
          const [x, label] = [SIDE + i * each, seconds === 0 ? words.charts.zero : plain(seconds)];
          const half = 3.3 * label.length + 4;
          if (x - half < free) return <path key={seconds} className="base" d={`M${x} ${foot}v4`} />;
          free = x + half;
          return <g key={seconds}><path className="base" d={`M${x} ${foot}v5`} /><text x={x} y={foot + 17} textAnchor="middle">{label}</text></g>;
        })}
        {found.p50_seconds != null && found.p90_seconds != null && (
          <g className="quantiles">
            <path d={`M${place(found.p50_seconds)} ${foot + 32}H${place(found.p90_seconds)}`} />
            <circle className="half" cx={place(found.p50_seconds)} cy={foot + 32} r="4" /><circle cx={place(found.p90_seconds)} cy={foot + 32} r="4" />
            <text x={place(found.p50_seconds)} y={foot + 50} textAnchor="middle">{words.charts.halfMark}</text>
            {place(found.p90_seconds) - place(found.p50_seconds) > 40 && <text x={place(found.p90_seconds)} y={foot + 50} textAnchor="middle">{words.charts.ninetyMark}</text>}
          </g>
        )}
      </svg>
      {bins.map((bin, i) => bin.count.n > 0 && <span key={bin.from_seconds} className="bin-count" style={{ left: SIDE + i * each, width: each, top: foot - high(bin) - 17 }}><Num of={bin.count} says={saidOf(bin)} /></span>)}
    </div>
  );
}

function BinTable({ found, what, journey }: { found: Found; what: string; journey: string }) {
  return (
    <Table name={words.charts.bins(what)} head={[words.charts.from, words.charts.share, words.number[found.rows.of]]} texts={1}
      rows={found.bins.map((bin) => ({ key: String(bin.from_seconds), cells: [saidOf(bin), percent(bin.count.n / found.rows.n, 1), <Num of={bin.count} says={saidOf(bin)} />] }))}
      file={fileOf(found, journey)} />
  );
}

const fileOf = (found: Found, journey: string): File => ({ name: `${journey}-times.csv`, columns: ["from_seconds", "until_seconds", "count"], rows: found.bins.map((bin) => [bin.from_seconds, bin.until_seconds ?? "", bin.count.n]) });
