import type { StageNumbers } from "../api/client";
import { number } from "../format";
import { Icon } from "../parts/icons";
import { Num } from "../parts/num";
import { words } from "../words";
import type { Lane } from "./lane";
import { shows, title, type Laid } from "./place";
import { FIRST_LINE, HEIGHT, ribbon, type Arc } from "./ribbon";

/** How many trips came to each stage, and what became of them: moved on + reached + lost + otherwise + quiet + still there. */
export function customersLane(of: Laid, column: number, hot: number | null): Lane | null {
  const { measures, map } = of;
  if (!shows(of, "volume")) return null;
  const drawn = measures && ribbon(measures.stages, measures.off_map, column);
  const reached = map.outcomes.filter((outcome) => outcome.kind === "reached");
  const reachedAs = reached.length === 1 ? reached[0]!.title.toLowerCase() : words.states.reached;
  return {
    id: "customers",
    name: words.lanes.customers,
    evidence: "measured",
    sample: words.evidence.trips,
    cell: (stage, i) => {
      const numbers = of.stage.get(stage.id);
      return numbers && drawn ? <Stage of={of} numbers={numbers} at={stage.title} arcs={drawn.arcs.filter((arc) => arc.from === i)} left={i * column} reachedAs={reachedAs} /> : <div className="wait ribbon-wait" />;
    },
    says: (stage) => {
      const numbers = of.stage.get(stage.id);
      if (!numbers) return words.loading;
      const parts = Object.entries(words.states).map(([state, said]) => `${number(numbers[state as keyof typeof words.states].n)} ${said}`);
      return `${number(numbers.trips.n)} ${words.number.trips}: ${parts.join(", ")}`;
    },
    tall: () => 0,
    behind: (width) =>
      drawn && (
        <svg className="behind" width={width * map.stages.length} height={HEIGHT} aria-hidden="true">
          {drawn.bands.map((path, i) => <path key={i} d={path} fill="var(--blue-3)" />)}
          {drawn.up.map((path, i) => path && <path key={i} d={path} fill="url(#solved)" />)}
          {drawn.down.map((path, i) => path && <path key={i} d={path} fill="url(#lost)" />)}
          {drawn.bars.map((bar, i) => (
            <rect key={i} x={bar.x} y={bar.top} width="7" height={bar.bottom - bar.top} rx="2" fill={i === hot ? "var(--orange)" : "var(--blue)"} />
          ))}
          {drawn.arcs.map((arc) => (
            <g key={arc.path}>
              <path d={arc.path} fill="none" stroke="var(--plum)" strokeWidth={arc.width} strokeDasharray="4 3" />
              <path d={arc.head} fill="var(--plum)" />
            </g>
          ))}
        </svg>
      ),
  };
}

function Stage({ of, numbers, at, arcs, left, reachedAs }: { of: Laid; numbers: StageNumbers; at: string; arcs: Arc[]; left: number; reachedAs: string }) {
  const { reached, other, lost, gone_quiet, still_there } = numbers;
  const below = [
    { count: lost, mark: "↘", tone: "bad", said: words.states.lost },
    { count: gone_quiet, mark: "↘", tone: "bad", said: words.states.gone_quiet },
    { count: still_there, mark: null, tone: "sec", said: words.states.still_there },
  ].filter((line) => line.count.n > 0);
  return (
    <>
      <div className="leaves-up">
        {reached.n > 0 && <Line count={reached} mark="↑" tone="good" said={reachedAs} says={`${words.states.reached}, ${at}`} />}
        {other.n > 0 && <Line count={other} mark="↑" tone="good" said={words.states.other} says={`${words.states.other}, ${at}`} />}
      </div>
      <Num of={numbers.trips} says={`${words.number.trips}, ${at}`} className="stage-n" />
      <div className="leaves-down" style={{ top: FIRST_LINE - 6 }}>
        {below.map((line) => <Line key={line.said} {...line} says={`${line.said}, ${at}`} />)}
      </div>
      {arcs.map((arc) => (
        <Num
          key={arc.path}
          of={arc.move.moves}
          says={`${words.legend.offMap}: ${at}, ${arcWords(of, arc)}`}
          className="arc-label"
        >
          <span className="arc-text" ref={(element) => place(element, arc, left)}>
            <b className="odd">{number(arc.move.moves.n)}</b> {arcWords(of, arc)}
          </span>
        </Num>
      ))}
    </>
  );
}

/** Puts an arc's label in its middle. */
function place(element: HTMLElement | null, arc: Arc, left: number) {
  const button = element?.parentElement;
  if (!button) return;
  button.style.left = `${arc.x - left}px`;
  button.style.top = `${arc.y - 8}px`;
  button.style.maxWidth = `${arc.room}px`;
}

function arcWords(of: Laid, { from, to }: Arc): string {
  const stages = of.map.stages;
  if (to < from) return words.backTo(title(of, stages[to]!.id));
  if (to - from === 1) return words.jumpTo(title(of, stages[to]!.id));
  return to - from === 2 ? words.skip(title(of, stages[from + 1]!.id)) : words.skipMany(to - from - 1);
}

function Line({ count, mark, tone, said, says }: { count: StageNumbers["lost"]; mark: string | null; tone: string; said: string; says: string }) {
  return (
    <Num of={count} says={says} className="leaves">
      <span className={`b ${tone}`}>
        {mark ? `${mark} ` : <Icon name="wait" size={11} />}
        {number(count.n)}
      </span>{" "}
      <span className="said">{said}</span>
    </Num>
  );
}
