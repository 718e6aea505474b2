import { weekday } from "../format";
import { words } from "../words";

export interface Point {
  began: string;
  /** Whether all of the day, week, month or year is counted. */
  whole: boolean;
  /** null: too few customers. */
  value: number | null;
  said: string;
}

const WIDTH = 54;
const HEIGHT = 20;

/** A small curve of a number, by when trips began. Where customers are too few there is a gap; what is counted in part is a ring. */
export function Sparkline({ points, every, open }: { points: Point[]; every: string; open: () => void }) {
  const values = points.flatMap(({ value }) => (value === null ? [] : [value]));
  if (values.length < 2) return null;
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const x = (i: number) => 3 + (i * (WIDTH - 6)) / Math.max(1, points.length - 1);
  const y = (value: number) => (most === least ? HEIGHT / 2 : HEIGHT - 3 - ((value - least) / (most - least)) * (HEIGHT - 6));
  const said = points.map((point) => `${began(point.began, every)} ${point.value === null ? words.kpi.fewer : point.said}${point.whole ? "" : ` (${words.spark.inPart})`}`).join(", ");
  return (
    <button type="button" className="spark" title={`${words.spark.by(every)}: ${said}`} aria-label={`${words.spark.open(every)}: ${said}`} onClick={open}>
      <svg width={WIDTH} height={HEIGHT} aria-hidden="true">
        {lines(points).map((path) => <path key={path.from} d={path.points.map(({ i, value }, at) => `${at ? "L" : "M"}${x(i)} ${y(value)}`).join("")} fill="none" stroke="var(--blue-2)" strokeWidth="1.4" strokeLinejoin="round" />)}
        {points.map(({ value, whole, began: key }, i) => value !== null && (!whole || i === points.length - 1 || alone(points, i)) && (
          <circle key={key} cx={x(i)} cy={y(value)} r="2.2" fill={whole ? "var(--blue)" : "var(--surface)"} stroke={whole ? "none" : "var(--blue-2)"} strokeWidth="1.2" />
        ))}
      </svg>
    </button>
  );
}

const began = (text: string, every: string): string => (every === "day" || every === "week" ? weekday(text) : text);

const alone = (points: Point[], i: number): boolean => (points[i - 1]?.value ?? null) === null && (points[i + 1]?.value ?? null) === null;

/** Stretches without a gap. */
export function lines(points: Point[]): { from: number; points: { i: number; value: number }[] }[] {
  const found: { from: number; points: { i: number; value: number }[] }[] = [];
  points.forEach(({ value }, i) => {
    if (value === null) return;
    const last = found.at(-1);
    if (last && last.points.at(-1)!.i === i - 1) last.points.push({ i, value });
    else found.push({ from: i, points: [{ i, value }] });
  });
  return found;
}
