import type { Schemas } from "../../api/client";
import { number, percent, period } from "../../format";
import { Failed } from "../../parts/failed";
import { Num } from "../../parts/num";
import { Stopped } from "../../parts/working";
import { words } from "../../words";
import { useReturns } from "../queries";
import type { ChartProps } from "./chart";
import { Defined, Table, Tools, Waiting, type File } from "./parts";

type Cohort = Schemas["CohortNumbers"];
type Week = Schemas["WeekNumbers"];
const STRONGEST = 55;
const monthOf = (cohort: Cohort): string => (cohort.month ? period(cohort.month) : words.charts.allMonths);

/** Who came back: customers by the month of their first trip, and the weeks after it. */
export function Returns(props: ChartProps) {
  const { map, looked } = props;
  const found = useReturns(map.journey, looked, looked.only);
  const cohorts = found.data?.cohorts ?? [];
  return (
    <>
      <div className="bar">
        <span className="partly sm mut"><i />{words.charts.partly}</span>
        <Tools of={props} title={words.charts.shows.returns!} file={fileOf(cohorts, map.journey)} />
      </div>
      <Stopped of={found} />
      {found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
      <div className={`map-scroll${found.isPlaceholderData ? " stale" : ""}`}>
        {found.isPending && found.fetchStatus !== "idle" && <Waiting />}
        {found.data && !cohorts.length && <p className="pad lead sm sec">{words.charts.noReturns}</p>}
        {cohorts.length > 0 && (looked.table ? <AsTable cohorts={cohorts} journey={map.journey} /> : <Drawn cohorts={cohorts} />)}
        {found.data && <Defined name="returns" />}
      </div>
    </>
  );
}

/** The larger the share who came back, the stronger the colour. */
function Drawn({ cohorts }: { cohorts: Cohort[] }) {
  const most = Math.max(0.0001, ...cohorts.flatMap((cohort) => cohort.weeks.map((week) => week.share?.value ?? 0)));
  return (
    <div className="returns">
      <table data-pictured="" aria-label={words.charts.shows.returns}>
        <thead><tr><th scope="col" className="t">{words.charts.cohort}</th><th scope="col">{words.charts.customers}</th>{cohorts[0]!.weeks.map((week) => <th key={week.week} scope="col">{words.charts.week(week.week)}</th>)}</tr></thead>
        <tbody>
          {cohorts.map((cohort) => (
            <tr key={cohort.month ?? ""} className={cohort.month ? "" : "whole"}>
              <th scope="row" className="t">{monthOf(cohort)}</th>
              <td><Num of={cohort.customers} says={monthOf(cohort)} /></td>
              {cohort.weeks.map((week) => <Cell key={week.week} week={week} cohort={cohort} most={most} />)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ week, cohort, most }: { week: Week; cohort: Cohort; most: number }) {
  if (week.followed === 0) return <td />;
  const strength = week.share ? Math.round((week.share.value / most) * STRONGEST) : 0;
  return (
    <td className={week.whole ? "cell" : "cell part"} style={{ backgroundColor: `color-mix(in srgb, var(--blue-2) ${strength}%, var(--surface))` }} title={words.charts.followed(week.followed)}>
      <Num of={week.returned} says={words.charts.back(week.week, monthOf(cohort))}>{week.share ? percent(week.share.value, 1) : number(week.returned.n)}</Num>
    </td>
  );
}

function AsTable({ cohorts, journey }: { cohorts: Cohort[]; journey: string }) {
  const rows = weeksOf(cohorts);
  return (
    <Table name={words.charts.shows.returns!} head={[words.charts.cohort, words.charts.inWeek, words.charts.followedTo, words.charts.shows.returns!, words.charts.share, words.charts.interval]} texts={2}
      rows={rows.map(({ cohort, week }) => ({
        key: `${cohort.month} ${week.week}`,
        cells: [monthOf(cohort), number(week.week), number(week.followed), <Num of={week.returned} says={words.charts.back(week.week, monthOf(cohort))} />, week.share ? percent(week.share.value, 1) : "", week.share ? `${percent(week.share.low, 1)}–${percent(week.share.high, 1)}` : ""],
      }))}
      file={fileOf(cohorts, journey)} />
  );
}

const weeksOf = (cohorts: Cohort[]) => cohorts.flatMap((cohort) => cohort.weeks.filter((week) => week.followed > 0).map((week) => ({ cohort, week })));

const fileOf = (cohorts: Cohort[], journey: string): File => ({ name: `${journey}-returns.csv`, columns: ["month", "week", "followed", "returned", "share", "low", "high"], rows: weeksOf(cohorts).map(({ cohort, week }) => [cohort.month ?? "all", week.week, week.followed, week.returned.n, week.share?.value ?? "", week.share?.low ?? "", week.share?.high ?? ""]) });
