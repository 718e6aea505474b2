import { clock, duration, weekday } from "../format";
import { Icon } from "../parts/icons";
import { words } from "../words";
import { line, type Stop, type Trip } from "./timeline";

const HEIGHT = 180;
const MIDDLE = 98;
const OFF = ["repeat", "back", "skip", "jump"];

/** One trip on one line, over all channels. The list below says the same in words. */
export function TripLine({ trip }: { trip: Trip }) {
  const { stops, folds, bands, days, width } = line(trip);
  const broken = new Set(trip.promises.filter((promise) => promise.state === "broken").map((promise) => promise.seq));
  const end = stops.at(-1);
  return (
    <div className="trip-line" tabIndex={0} role="region" aria-label={`${trip.map_title}, ${words.people.trip(trip.number)}`}>
      <svg width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} aria-hidden="true">
        {bands.map((band) => {
          const name = band.stage === null ? "" : `${band.stage + 1} ${trip.stages[band.stage]}`;
          const room = Math.max(1, Math.floor((band.until - band.from - 14) / 6.2));
          return (
            <g key={band.from}>
              <rect x={band.from + 1} y="10" width={band.until - band.from - 2} height="17" rx="3" fill={band.stage === null ? (trip.kind === "lost" ? "var(--orange-3)" : "var(--blue-3)") : "var(--blue-4)"} />
              <text x={band.from + 7} y="22" className="t-band">{band.stage === null ? trip.ended_as.slice(0, room) : cut(name, room)}</text>
            </g>
          );
        })}
        <path d={`M8 ${MIDDLE}H${(end?.x ?? 0) + (trip.kind === "open" ? 60 : 0)}`} stroke="var(--line-2)" strokeWidth="2" />
        {folds.map((fold) => (
          <g key={fold.from}>
            <rect x={fold.from} y={MIDDLE - 8} width={fold.until - fold.from} height="16" fill="var(--surface)" />
            {Array.from({ length: Math.floor((fold.until - fold.from - 6) / 5) }, (_, i) => <path key={i} d={`M${fold.from + 3 + i * 5} ${MIDDLE + 4}l4 -8`} stroke="var(--line-2)" strokeWidth="1.3" />)}
            <text x={(fold.from + fold.until) / 2} y={MIDDLE + 21} className="t-mut" textAnchor="middle">{duration(fold.seconds)}</text>
          </g>
        ))}
        {stops.map((stop, i) => <Mark key={i} stop={stop} broken={broken.has(i)} lost={trip.kind === "lost" && stop.visit.stage === null} />)}
        {trip.kind === "open" && end && <g><path d={`M${end.x + 60} 34V150`} stroke="var(--ink)" strokeWidth="1.3" /><text x={end.x + 56} y={MIDDLE - 5} className="t-name" textAnchor="end">{words.people.now}</text></g>}
        {days.map(({ x, day }) => <text key={day} x={x} y={HEIGHT - 6} className="t-mut">{weekday(day)}</text>)}
      </svg>
    </div>
  );
}

function Mark({ stop: { visit, x, above }, broken, lost }: { stop: Stop; broken: boolean; lost: boolean }) {
  const off = OFF.includes(visit.move);
  const color = lost || broken ? "var(--orange)" : off ? "var(--plum)" : "var(--blue)";
  const side = above ? -1 : 1;
  const top = above ? MIDDLE - 45 : MIDDLE + 28;
  const said = broken ? words.people.promiseBroken : off ? (words.flow.kinds[visit.move] ?? visit.move) : (visit.channel ?? "");
  return (
    <g>
      <path d={`M${x} ${MIDDLE + side * 11}V${MIDDLE + side * 17}`} stroke="var(--line-2)" />
      <circle cx={x} cy={MIDDLE} r="11" fill="var(--raised)" stroke={color} strokeWidth="1.6" strokeDasharray={off ? "3.5 2.5" : undefined} />
      <g transform={`translate(${x - 6.5} ${MIDDLE - 6.5})`} className="t-icon"><Icon name={visit.channel ?? "step"} size={13} /></g>
      {broken && <path d={`M${x + 8} ${MIDDLE - 15}l7 12h-14Z`} fill="var(--orange)" stroke="var(--surface)" strokeWidth="1.5" />}
      <text x={x - 11} y={top} className="t-mut">{clock(visit.entered)}</text>
      <text x={x - 11} y={top + 13.5} className="t-name">{cut(visit.title, 26)}</text>
      <text x={x - 11} y={top + 26} className={broken || lost ? "t-bad" : off ? "t-odd" : "t-mut"}>{said}</text>
    </g>
  );
}

const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, Math.max(1, most - 1)).trimEnd()}…` : text);
