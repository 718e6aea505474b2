import type { Looked } from "../address";
import type { MapView, Measures } from "../api/client";
import { Icon } from "../parts/icons";
import { saidOf } from "../parts/said";
import { words } from "../words";
import { turned, WAYS, type Way } from "./asked";

interface Props {
  map: MapView;
  only: string[];
  look: (change: Partial<Looked>) => void;
}

/** What a criterion says: `with Call`, `ending at Left us, Gone quiet`. */
export function wayOf(one: string, map: MapView): string {
  const way = one.slice(0, one.indexOf(":")) as Way;
  return words.only.said[way](one.slice(way.length + 1).split(",").map((id) => placesOf(map, way).find(([known]) => known === id)?.[1] ?? id).join(", "));
}

/** Where trips can have been: steps that events show, outcomes; and how they can end. */
export function placesOf(map: MapView, way: Way): [string, string][] {
  const steps = map.stages.flatMap((stage) => stage.steps).filter((step) => step.seen === "events").map((step): [string, string] => [step.id, step.title]);
  const outcomes = map.outcomes.map((outcome): [string, string] => [outcome.id, outcome.title]);
  if (way === "starts") return steps;
  return way === "ends" ? [...steps, ...outcomes, ...Object.entries(words.how)] : [...steps, ...outcomes];
}

/** What a picture is of, in words: what others see of it, and which trips were chosen. */
export const saidOfWays = (map: MapView, measures: Measures | null, looked: Looked): string[] => [
  ...(looked.only.length ? [`${words.only.group} ${looked.only.map((one) => wayOf(one, map)).join(", ")}`] : []),
  ...saidOf(map, measures, looked),
];

/** Which trips are looked at: each way that they must have taken can be taken away again, and others added. */
export function Only({ map, only, look }: Props) {
  const turn = (one: string) => look({ only: turned(only, one), drawn: null, list: null });
  return (
    <div className="only" role="group" aria-label={words.only.group}>
      {only.map((one) => (
        <button key={one} type="button" className="pill way" aria-label={words.only.remove(wayOf(one, map))} onClick={() => turn(one)}>
          <b dir="auto">{wayOf(one, map)}</b><Icon name="close" size={10} />
        </button>
      ))}
      <label className="pill pick">
        <span className="hidden">{words.only.group}</span>
        <b>{only.length ? words.only.and : words.only.add}</b>
        <Icon name="down" size={12} />
        <select value="" onChange={(event) => event.target.value && turn(event.target.value)}>
          <option value="">{words.only.choose}</option>
          {WAYS.map((way) => (
            <optgroup key={way} label={words.only.ways[way]}>
              {placesOf(map, way).filter(([id]) => !only.includes(`${way}:${id}`)).map(([id, title]) => <option key={id} value={`${way}:${id}`}>{words.only.said[way](title)}</option>)}
            </optgroup>
          ))}
        </select>
      </label>
    </div>
  );
}

/** The same from a step or outcome: only trips that came by it, or not, that began or ended there. */
export function WaysOf({ id, map, only, look }: Props & { id: string }) {
  const ways = WAYS.filter((way) => placesOf(map, way).some(([known]) => known === id));
  if (!ways.length) return null;
  return (
    <>
      <div className="grp"><span>{words.only.group}</span></div>
      <div className="pad ways">
        {ways.map((way) => (
          <button key={way} type="button" className="pill" aria-pressed={only.includes(`${way}:${id}`)} onClick={() => look({ only: turned(only, `${way}:${id}`), drawn: null, list: null })}>{words.only.here[way]}</button>
        ))}
      </div>
    </>
  );
}
