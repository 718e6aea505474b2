import type { Schemas, StageView } from "../api/client";
import { number, percent } from "../format";
import { Icon } from "../parts/icons";
import { Num } from "../parts/num";
import { words } from "../words";
import type { Lane } from "./lane";
import { shows, type Laid } from "./place";

type StageChannel = Schemas["StageChannel"];
const MOST = 3;

/** Over what customers came to each stage, and how much of it; without measures, over what they are meant to. */
export function channelsLane(of: Laid): Lane | null {
  const measured = shows(of, "volume") ? (of.measures?.channels ?? []) : [];
  const by = new Map<string, StageChannel[]>();
  for (const one of measured) by.set(one.stage, [...(by.get(one.stage) ?? []), one]);
  if (!measured.length && !of.map.stages.some((stage) => designed(stage).length)) return null;
  return {
    id: "channels",
    name: words.lanes.channels,
    evidence: measured.length ? "measured" : "assumed",
    sample: measured.length ? words.passage.channelSample : words.evidence.designed,
    cell: (stage) => {
      const came = by.get(stage.id) ?? [];
      const known = measured.length ? came : designed(stage);
      return (
        <div className={measured.length ? "channels came-over" : "channels"}>
          {known.slice(0, known.length > MOST ? MOST - 1 : MOST).map((one) => (typeof one === "string" ? <Designed key={one} name={one} /> : <Came key={one.channel ?? ""} one={one} at={stage.title} />))}
          {known.length > MOST && <span className="mut">{words.more(known.length - MOST + 1)}</span>}
        </div>
      );
    },
    tall: (stage) => Math.min(MOST, (measured.length ? (by.get(stage.id) ?? []) : designed(stage)).length),
    says: (stage) => (measured.length ? (by.get(stage.id) ?? []).map((one) => `${named(one)} ${said(one)}`) : designed(stage)).join(", ") || words.nothing,
  };
}

const designed = (stage: StageView): string[] => [...new Set(stage.steps.flatMap((step) => step.channels))];
const named = (one: StageChannel): string => one.channel ?? words.passage.unknownChannel;
const said = (one: StageChannel): string => (one.share == null ? number(one.visits.n) : percent(one.share));

function Designed({ name }: { name: string }) {
  return <span title={name}><Icon name={name} size={12} /><span className="nm" dir="auto">{name}</span></span>;
}

function Came({ one, at }: { one: StageChannel; at: string }) {
  return (
    <Num of={one.visits} says={`${named(one)}, ${at}: ${said(one)}`} className="came">
      <Icon name={one.channel ?? "step"} size={12} /><span className="nm" dir="auto" title={named(one)}>{named(one)}</span><b>{said(one)}</b>
      {one.share != null && <svg className="share" width="100%" height="2" viewBox="0 0 100 2" preserveAspectRatio="none" aria-hidden="true"><rect width={one.share * 100} height="2" fill="var(--blue-2)" /></svg>}
    </Num>
  );
}
