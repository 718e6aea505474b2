import { number, percent } from "../../format";
import { Num } from "../../parts/num";
import { words } from "../../words";
import type { ChartProps } from "./chart";
import { Defined, Table, Tools, Waiting } from "./parts";

const interval = (share: { low: number; high: number }) => `${percent(share.low, 1)}–${percent(share.high, 1)}`;

/** The routes that most trips took, whole. */
export function Routes(props: ChartProps) {
  const { flow, name } = props;
  if (!flow) return <Waiting />;
  const most = flow.routes[0]?.trips.n ?? 1;
  const said = (steps: string[]) => steps.map(name).join(" → ");
  const other = flow.all_routes - flow.routes.length;
  const rows = flow.routes.map((route) => ({
    key: route.steps.join(),
    cells: [
      <span dir="auto">{said(route.steps)}</span>,
      <Num of={route.trips} says={said(route.steps)} />,
      <span className="of-share"><svg className="share-bar" width="100%" height="8" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect width={(route.trips.n / most) * 100} height="8" /></svg>{route.share ? percent(route.share.value, 1) : ""}</span>,
      route.share ? interval(route.share) : "",
    ],
  }));
  if (other > 0) rows.push({ key: "", cells: [<span>{words.charts.otherRoutes(other)}</span>, <span>{number(flow.other_routes)}</span>, <span />, ""] });
  const file = { name: `${flow.journey}-routes.csv`, columns: ["route", "trips", "share", "low", "high"], rows: flow.routes.map((route) => [route.steps.join(","), route.trips.n, route.share?.value ?? "", route.share?.low ?? "", route.share?.high ?? ""]) };
  return (
    <>
      <div className="bar">
        <p className="sm sec">{words.flow.all(flow.all_routes)}, <Num of={flow.trips} says={words.number.trips}>{number(flow.trips.n)} {words.number.trips}</Num></p>
        <Tools of={props} title={words.flow.routes} file={file} />
      </div>
      <div className="map-scroll routes">
        <Table name={words.flow.routes} head={[words.charts.route, words.flow.weights.trips!, words.charts.share, words.charts.interval]} texts={1} rows={rows}
          file={file} />
        <Defined name="routes" />
      </div>
    </>
  );
}
