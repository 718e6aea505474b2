import type { Count } from "../api/client";
import { useDefinition, useList } from "../api/queries";
import { duration, number } from "../format";
import { Person } from "../people/person";
import { Failed } from "../parts/failed";
import { save } from "../parts/save";
import { Stopped } from "../parts/working";
import { words } from "../words";

const MOST = 100;

/** A number opened: what is counted, and whom. */
export function NumberPanel({ journey, count, period }: { journey: string; count: Count; period: string | null }) {
  const definition = useDefinition(count.define);
  const list = useList(journey, count.ask, period, MOST);
  const said = definition.data;
  return (
    <section aria-labelledby="number" className="opened">
      <div className="phead">
        <h2 id="number"><span className="big">{number(count.n)}</span> {words.number[count.of]}</h2>
        {said && <p className="sm sec">{said.title}</p>}
      </div>
      {list.isError && <Failed error={list.error} retry={() => void list.refetch()} />}
      <div className="grp"><span>{words.number.whom}</span>{list.data && <span className="mut">{words.number.sum(list.data.customers, list.data.trips ?? null)}</span>}</div>
      <Stopped of={list} />
      {list.isPending && list.fetchStatus !== "idle" && <div className="pad"><div className="wait" /><div className="wait" /><div className="wait" /></div>}
      {list.data && list.data.listed.length === 0 && <p className="pad mut">{words.number.nobody}</p>}
      {list.data && list.data.listed.length > 0 && (
        <div className="listing" tabIndex={0} role="region" aria-label={words.number.whom}>
          <table>
            <thead><tr><th scope="col">{words.number.customer}</th><th scope="col">{words.number.rows}</th>{list.data.listed[0]!.total_seconds != null && <th scope="col">{words.number.time}</th>}</tr></thead>
            <tbody>
              {list.data.listed.map((one) => (
                <tr key={one.customer}>
                  <td><Person name={one.customer} journey={journey} of={count} /></td>
                  <td>{number(one.rows)}</td>
                  {one.total_seconds != null && <td>{duration(one.total_seconds)}</td>}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {list.data && list.data.customers > list.data.listed.length && <p className="pad mi mut">{words.number.first(list.data.listed.length)}</p>}
      {list.data && list.data.listed.length > 0 && (
        <div className="pad"><button type="button" className="btn" onClick={() => save(`${journey}-${count.define}.csv`, ["customer", "count", "seconds"], list.data.listed.map((one) => [one.customer, one.rows, one.total_seconds ?? ""]))}>{words.number.download}</button></div>
      )}
      {said && (
        <dl className="definition">
          <dt>{words.number.counted}</dt><dd>{said.population}</dd>
          <dt>{words.number.formula}</dt><dd>{said.formula}</dd>
          <dt>{words.number.leavesOut}</dt><dd>{said.leaves_out}</dd>
          <dt>{words.number.command}</dt><dd><code>{["desireline customers", ...count.ask.map(option)].join(" ")} MAP LOG</code></dd>
        </dl>
      )}
    </section>
  );
}

function option(ask: string): string {
  const colon = ask.indexOf(":");
  return colon < 0 ? `--${ask}` : `--${ask.slice(0, colon)} ${ask.slice(colon + 1)}`;
}
