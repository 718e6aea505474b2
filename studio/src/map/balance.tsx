import type { StageNumbers } from "../api/client";
import { Num } from "../parts/num";
import { words } from "../words";

const STATES = ["moved_on", "reached", "other", "lost", "gone_quiet", "still_there"] as const;

/** What became of the trips that came to a stage: a bar whose parts add up to all, and the numbers. null: they come yet, and have their room. */
export function Balance({ numbers, at }: { numbers: StageNumbers | null; at: string }) {
  if (!numbers) return <Awaited />;
  const whole = Math.max(1, numbers.trips.n);
  let from = 0;
  return (
    <div className="balance">
      <svg width="100%" height="8" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        {STATES.map((state) => {
          const width = (numbers[state].n / whole) * 100;
          from += width;
          return <rect key={state} x={from - width} width={width} height="8" className={`is-${state}`} />;
        })}
      </svg>
      <ul>
        <li className="b"><Num of={numbers.trips} says={`${words.number.trips}, ${at}`} /> {words.trips(numbers.trips.n)}</li>
        {STATES.map((state) => (
          <li key={state} className={numbers[state].n ? "" : "mut"}>
            <i className={`is-${state}`} aria-hidden="true" />
            <Num of={numbers[state]} says={`${words.states[state]}, ${at}`} /> {words.states[state]}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Awaited() {
  return (
    <div className="balance" aria-busy="true">
      <div className="wait bar-wait" />
      <ul className="mut"><li>{words.loading}</li>{STATES.map((state) => <li key={state}><i className={`is-${state}`} aria-hidden="true" />{words.states[state]}</li>)}</ul>
    </div>
  );
}
