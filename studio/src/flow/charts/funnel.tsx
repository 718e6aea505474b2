import type { Schemas } from "../../api/client";
import { duration, number, percent } from "../../format";
import { Failed } from "../../parts/failed";
import { Icon } from "../../parts/icons";
import { Num } from "../../parts/num";
import { Stopped } from "../../parts/working";
import { words } from "../../words";
import { placesOf } from "../only";
import { useFunnel } from "../queries";
import type { ChartProps } from "./chart";
import { Defined, Table, Tools, Waiting, type File } from "./parts";

type Row = Schemas["FunnelRow"];

/** Steps that someone chooses, in their order: how many trips came to each after the ones before it. */
export function Funnel(props: ChartProps) {
  const { map, looked, look, name } = props;
  const { steps } = looked;
  const found = useFunnel(map.journey, looked, looked.only, steps);
  const data = steps.length > 1 ? found.data : undefined;
  const put = (next: string[]) => look({ steps: next, list: null });
  const swapped = (i: number, j: number) => steps.map((step, k) => (k === i ? steps[j]! : k === j ? steps[i]! : step));
  return (
    <>
      <div className="bar">
        <ol className="chain" aria-label={words.charts.inOrder}>
          {steps.map((step, i) => (
            <li key={`${step} ${i}`} className="pill way">
              {i > 0 && <button type="button" aria-label={words.charts.earlier(name(step))} onClick={() => put(swapped(i, i - 1))}>←</button>}
              <b dir="auto">{name(step)}</b>
              {i < steps.length - 1 && <button type="button" aria-label={words.charts.later(name(step))} onClick={() => put(swapped(i, i + 1))}>→</button>}
              <button type="button" aria-label={words.charts.without(name(step))} onClick={() => put(steps.filter((_, k) => k !== i))}><Icon name="close" size={10} /></button>
            </li>
          ))}
          <li>
            <label className="pill pick">
              <b>{words.charts.addStep}</b>
              <Icon name="down" size={12} />
              <select value="" aria-label={words.charts.addStep} onChange={(event) => event.target.value && put([...steps, event.target.value])}>
                <option value="">{words.charts.addStep}</option>
                {placesOf(map, "with").map(([id, title]) => <option key={id} value={id}>{title}</option>)}
              </select>
            </label>
          </li>
        </ol>
        {data && <Tools of={props} title={words.charts.inOrder} file={fileOf(data.rows, map.journey)} />}
      </div>
      {steps.length > 1 && <Stopped of={found} />}
      {steps.length > 1 && found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
      <div className={`map-scroll${found.isPlaceholderData ? " stale" : ""}`}>
        {steps.length < 2 && <p className="pad lead sm sec">{words.charts.chooseSteps}</p>}
        {steps.length > 1 && found.isPending && found.fetchStatus !== "idle" && <Waiting />}
        {data && (looked.table ? <AsTable rows={data.rows} name={name} journey={map.journey} /> : <Drawn rows={data.rows} name={name} />)}
        {data && <Defined name="funnel" />}
      </div>
    </>
  );
}

/** Each step a bar as long as its share of the first one's trips; the ticks are the interval of that share. */
function Drawn({ rows, name }: { rows: Row[]; name: (id: string) => string }) {
  const first = rows[0]?.trips.n || 1;
  return (
    <ol className="funnel" data-pictured="">
      {rows.map((row, i) => (
        <li key={i}>
          {i > 0 && <p className="between sm mut">{[row.from_last && percent(row.from_last.value), row.p50_seconds != null && words.charts.half(duration(row.p50_seconds))].filter(Boolean).join(", ")}</p>}
          <div className="made">
            <span className="nm b" dir="auto">{name(row.step)}</span>
            <svg width="100%" height="22" aria-hidden="true">
              <rect className="whole" width="100%" height="22" rx="3" />
              <rect className="part" width={`${(row.trips.n / first) * 100}%`} height="22" rx="3" />
              {i > 0 && row.of_start && <g className="tick"><line x1={`${row.of_start.low * 100}%`} x2={`${row.of_start.high * 100}%`} y1="11" y2="11" />{[row.of_start.low, row.of_start.high].map((end) => <line key={end} x1={`${end * 100}%`} x2={`${end * 100}%`} y1="7" y2="15" />)}</g>}
            </svg>
            <span className="said"><Num of={row.trips} says={name(row.step)}>{number(row.trips.n)}</Num>{i > 0 && row.of_start && <span className="mut"> {percent(row.of_start.value, 1)} ({percent(row.of_start.low, 1)}–{percent(row.of_start.high, 1)})</span>}</span>
          </div>
        </li>
      ))}
    </ol>
  );
}

function AsTable({ rows, name, journey }: { rows: Row[]; name: (id: string) => string; journey: string }) {
  const share = (one: Row["of_start"]) => (one ? `${percent(one.value, 1)} (${percent(one.low, 1)}–${percent(one.high, 1)})` : "");
  return (
    <Table name={words.charts.inOrder} head={[words.charts.step, words.flow.weights.trips!, words.charts.ofStart, words.charts.ofLast, words.charts.median, words.charts.ninetyTake]} texts={1}
      rows={rows.map((row, i) => ({
        key: String(i),
        cells: [<span dir="auto">{name(row.step)}</span>, <Num of={row.trips} says={name(row.step)} />, share(row.of_start), share(row.from_last), row.p50_seconds == null ? "" : duration(row.p50_seconds), row.p90_seconds == null ? "" : duration(row.p90_seconds)],
      }))}
      file={fileOf(rows, journey)} />
  );
}

const fileOf = (rows: Row[], journey: string): File => ({ name: `${journey}-funnel.csv`, columns: ["step", "trips", "of_first", "low", "high", "of_last", "p50_seconds", "p90_seconds"], rows: rows.map((row) => [row.step, row.trips.n, row.of_start?.value ?? "", row.of_start?.low ?? "", row.of_start?.high ?? "", row.from_last?.value ?? "", row.p50_seconds ?? "", row.p90_seconds ?? ""]) });
