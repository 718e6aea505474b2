import { useRef, useState, type CSSProperties, type KeyboardEvent } from "react";
import type { Flow, MapView, Measures } from "../api/client";
import { number } from "../format";
import { Num } from "../parts/num";
import { words } from "../words";
import { HEAD, labelOf, NODE, RAIL, type Edge, type Laid } from "./layout";
import { follow } from "./follow";

interface Props {
  map: MapView;
  flow: Flow;
  measures: Measures | null;
  laid: Laid;
  column: number;
  titles: Map<string, string>;
  selected: string | null;
  select: (what: string | null) => void;
  drawn: number;
}

/** Moves as lines, steps as boxes that can be walked: right and left follow the heaviest move, up and down stay in the stage. */
export function Picture({ map, flow, measures, laid, column, titles, selected, select, drawn }: Props) {
  const [near, setNear] = useState<string | null>(null);
  const [stop, setStop] = useState(laid.nodes[0]?.id ?? null);
  const area = useRef<HTMLDivElement>(null);
  const width = map.stages.length * column + 16;
  const lit = near ?? selected;
  const touches = (edge: Edge) => lit === null || lit === `move:${edge.move.from_step}>${edge.move.to}` || lit === `step:${edge.move.from_step}` || lit === `step:${edge.move.to}` || !/^(step|move):/.test(lit);
  const keys = (event: KeyboardEvent, id: string) => {
    const next = follow(id, event.key, laid);
    if (next === null) return;
    area.current?.querySelector<HTMLElement>(`[data-node="${CSS.escape(next)}"]`)?.focus();
    event.preventDefault();
  };
  const steps = new Map(flow.steps.map((step) => [step.step, step]));
  const named = new Map(map.stages.flatMap((stage) => stage.steps).map((step) => [step.id, step]));
  return (
    <div className="flow" ref={area} role="group" aria-label={words.flow.name(map.title)} style={{ width, height: laid.height + HEAD }}>
      <div className="flow-head" style={{ width }}>
        {map.stages.map((stage, i) => <div key={stage.id} style={{ left: laid.left + i * column, width: column } as CSSProperties}><i>{i + 1}</i><span className="nm" dir="auto" title={stage.title}>{stage.title}</span></div>)}
      </div>
      <div className="flow-area" style={{ top: HEAD, height: laid.height }}>
        <svg width={width} height={laid.height} aria-hidden="true">
          {map.stages.map((stage, i) => <path key={stage.id} d={`M${laid.left + i * column} 0V${laid.height}`} stroke="var(--line)" />)}
          <g>
            {[...laid.edges].reverse().map((edge) => (
              <g key={`${edge.move.from_step}>${edge.move.to}`} className={`edge ${edge.look}${touches(edge) ? "" : " dim"}`}
                onMouseEnter={() => setNear(`move:${edge.move.from_step}>${edge.move.to}`)} onMouseLeave={() => setNear(null)} onClick={() => select(`move:${edge.move.from_step}>${edge.move.to}`)}>
                <path className="line" d={edge.path} strokeWidth={edge.width} />
                {edge.head && <path className="tip" d={edge.head} />}
                <path className="hit" d={edge.path} strokeWidth={Math.max(10, edge.width)} />
              </g>
            ))}
          </g>
          {laid.edges.map((edge) => edge.label && (
            <text key={`${edge.move.from_step}>${edge.move.to}`} className={`flow-label ${edge.look}${touches(edge) ? "" : " dim"}`} x={edge.label.x} y={edge.label.y} textAnchor={edge.label.anchor}>
              {labelOf(edge, flow.by)}
            </text>
          ))}
        </svg>
        {laid.nodes.map((node) => {
          const step = steps.get(node.id)!;
          const waiting = named.get(node.id)!;
          return (
            <button key={node.id} type="button" data-node={node.id} className={`node${selected === `step:${node.id}` ? " chosen" : ""}`} tabIndex={stop === node.id ? 0 : -1} aria-pressed={selected === `step:${node.id}`}
              style={{ left: node.x, top: node.y - NODE.height / 2, width: node.width, height: NODE.height }}
              title={waiting.title} onFocus={() => { setStop(node.id); setNear(`step:${node.id}`); }} onBlur={() => setNear(null)} onMouseEnter={() => setNear(`step:${node.id}`)} onMouseLeave={() => setNear(null)}
              onKeyDown={(event) => keys(event, node.id)} onClick={() => select(`step:${node.id}`)}>
              <span className="nm" dir="auto">{titles.get(node.id)}</span>
              <span className="ct">{number(step.trips.n)}<span className="hidden"> {words.number.trips}</span>{step.began.n > 0 && <span className="began"> ▸ {number(step.began.n)}<span className="hidden"> {words.flow.began}</span></span>}</span>
            </button>
          );
        })}
        <Rail of={flow} map={map} kinds={["reached", "other"]} y={laid.top} width={width} quiet={null} select={select} />
        <Rail of={flow} map={map} kinds={["lost"]} y={laid.bottom} width={width} quiet={measures} select={select} />
        {drawn < flow.moves.length && <p className="rest-of-moves sm mut" style={{ top: laid.bottom + RAIL.height + 8 }}>{words.flow.notDrawn(flow.moves.length - drawn, flow.moves.slice(drawn).reduce((sum, move) => sum + move.moves.n, 0))}</p>}
      </div>
    </div>
  );
}

/** A rail of outcomes: up for what customers came for, down for what was lost. */
function Rail({ of, map, kinds, y, width, quiet, select }: { of: Flow; map: MapView; kinds: string[]; y: number; width: number; quiet: Measures | null; select: Props["select"] }) {
  const ends = new Map(of.ends.map((count) => [count.ask[0]!.slice("how:".length), count]));
  const outcomes = map.outcomes.filter((outcome) => kinds.includes(outcome.kind));
  const gone = quiet ? ends.get("gone_quiet") : undefined;
  if (!outcomes.length && !gone) return null;
  return (
    <div className={`rail-of ${kinds[0]}`} style={{ top: y, width: width - 24, height: RAIL.height }}>
      {outcomes.map((outcome) => {
        const count = ends.get(outcome.id);
        return <span key={outcome.id} className="end"><button type="button" className="nm" dir="auto" onClick={() => select(`step:${outcome.id}`)}>{outcome.title}</button> {count && <Num of={count} says={outcome.title} />}</span>;
      })}
      {gone && <span className="end"><span className="nm">{words.flow.quiet}</span> <Num of={gone} says={words.flow.quiet} /></span>}
    </div>
  );
}
