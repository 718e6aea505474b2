import type { Looked } from "../address";
import type { MapView, Measures } from "../api/client";
import { moment, number, period } from "../format";
import { words } from "../words";

/** What is counted in a picture: of which time and which trips, and as of when. The reader's own clock is not asked: it may be wrong. */
export function saidOf(map: MapView, measures: Measures | null, looked: Looked): string[] {
  const version = words.version(map.version);
  if (!measures) return [`${words.save.asDesigned}, ${version}`];
  const { headline } = measures;
  const time = looked.period === null ? words.allOfTime : period(looked.period);
  const compared = looked.compare === null ? [] : [words.save.compared(period(looked.compare))];
  const whose = looked.segment !== null && looked.value !== null ? [`${looked.segment.replaceAll("_", " ")}: ${looked.value || words.unknown}`] : [];
  return [
    [time, ...compared, ...whose].join(", "),
    `${words.save.counted(number(headline.trips.n), number(headline.customers.n))}, ${words.asOf(moment(measures.as_of))}, ${version}`,
  ];
}
