import type { Looked } from "../address";
import type { Count, Flow, MapView, Move } from "../api/client";
import { WaysOf } from "../flow/only";
import { duration, number, percent } from "../format";
import { Diamond } from "../parts/icons";
import { Num } from "../parts/num";
import { words } from "../words";

const MOST = 8;
type Name = (id: string) => string;
type Look = (change: Partial<Looked>) => void;

/** Beside the flow: the move or step that is selected, and the routes of whole trips. */
export function FlowPanel({ map, flow, looked, titles, look }: { map: MapView; flow: Flow; looked: Looked; titles: Map<string, string>; look: Look }) {
  const name: Name = (id) => titles.get(id) ?? id;
  const { selected, only } = looked;
  const [kind, id] = [selected?.split(":")[0], selected?.slice(selected.indexOf(":") + 1)];
  const move = kind === "move" ? flow.moves.find((one) => `${one.from_step}>${one.to}` === id) : undefined;
  const step = kind === "step" ? flow.steps.find((one) => one.step === id) : undefined;
  const outcome = kind === "step" ? map.outcomes.find((one) => one.id === id) : undefined;
  const ended = outcome && flow.ends.find((count) => count.ask[0] === `how:${outcome.id}`);
  return (
    <>
      {move && <OneMove move={move} name={name} look={look} />}
      {step && (
        <section className="opened">
          <div className="phead"><h2 dir="auto">{name(step.step)}</h2><p className="sm sec"><Num of={step.trips} says={name(step.step)}>{number(step.trips.n)} {words.number.trips}</Num></p></div>
          <WaysOf id={step.step} map={map} only={only} look={look} />
          {step.began.n > 0 && <dl className="facts"><div><dt>{words.flow.began}</dt><dd><Num of={step.began} says={name(step.step)} /></dd></div></dl>}
          <Moves head={words.flow.came} moves={flow.moves.filter((one) => one.to === step.step)} other={(one) => one.from_step} name={name} look={look} />
          <Moves head={words.flow.went} moves={flow.moves.filter((one) => one.from_step === step.step)} other={(one) => one.to} name={name} look={look} />
        </section>
      )}
      {outcome && ended && (
        <section className="opened">
          <div className="phead"><h2 dir="auto">{outcome.title}</h2><p className="sm sec"><Num of={ended} says={outcome.title}>{number(ended.n)} {words.number.trips}</Num></p></div>
          <WaysOf id={outcome.id} map={map} only={only} look={look} />
          <Moves head={words.flow.came} moves={flow.moves.filter((one) => one.to === outcome.id)} other={(one) => one.from_step} name={name} look={look} />
        </section>
      )}
      {!move && !step && !outcome && <p className="pad sm sec hint">{words.flow.hint}</p>}
      {looked.show !== "routes" && <Routes flow={flow} name={name} look={look} />}
    </>
  );
}

function OneMove({ move, name, look }: { move: Move; name: Name; look: Look }) {
  return (
    <section className="opened">
      <article className="ex on">
        {move.expected ? <span /> : <Diamond size={13} />}
        <div>
          <h2 className="ti" dir="auto">{words.hurts.wait(name(move.from_step), name(move.to))}</h2>
          <p className="sm sec">{move.expected ? words.flow.onMap : words.flow.offMap}. {words.flow.moves(move.moves.n, move.trips.n)}</p>
          <dl className="facts in-card">
            <div><dt>{words.flow.kind}</dt><dd>{move.kinds.map((kind) => words.flow.kinds[kind] ?? kind).join(", ")}</dd></div>
            {move.time.p50_seconds != null && <div><dt>{words.flow.half}</dt><dd>{duration(move.time.p50_seconds)}</dd></div>}
            {move.time.p90_seconds != null && <div><dt>{words.flow.ninety}</dt><dd>{duration(move.time.p90_seconds)}</dd></div>}
            <div><dt>{words.flow.total}</dt><dd>{duration(move.time.total_seconds)}</dd></div>
          </dl>
          <div className="acts">
            <Num of={move.trips} says={words.hurts.wait(name(move.from_step), name(move.to))} className="btn pri">{words.hurts.see(move.trips.n)}</Num>
            <button type="button" className="btn" onClick={() => look({ selected: `step:${move.from_step}` })}>{words.hurts.openStep}</button>
          </div>
        </div>
      </article>
    </section>
  );
}

/** Moves of a step, the heaviest first; a mark says which are off the map. */
function Moves({ head, moves, other, name, look }: { head: string; moves: Move[]; other: (move: Move) => string; name: Name; look: Look }) {
  if (!moves.length) return null;
  const most = Math.max(...moves.map((move) => move.moves.n));
  return (
    <>
      <div className="grp"><span>{head}</span><span className="mut">{words.number.moves}</span></div>
      {moves.slice(0, MOST).map((move) => (
        <div key={`${move.from_step}>${move.to}`} className="meter">
          <button type="button" className="nm link" dir="auto" onClick={() => look({ selected: `move:${move.from_step}>${move.to}` })}>{!move.expected && <span className="odd">◆ </span>}{name(other(move))}</button>
          <Num of={move.moves} says={name(other(move))} />
          <svg width="100%" height="4" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect width={(move.moves.n / most) * 100} height="4" rx="1" fill={move.expected ? "var(--blue-2)" : "var(--plum)"} /></svg>
        </div>
      ))}
      {moves.length > MOST && <div className="meter"><span>{words.flow.other(moves.length - MOST)}</span><Num of={together(moves.slice(MOST))} says={words.flow.other(moves.length - MOST)} /></div>}
    </>
  );
}

/** Several moves of one step as one number: the list of moves from or to any of these. */
function together(moves: Move[]): Count {
  const ids = (of: (move: Move) => string) => [...new Set(moves.map(of))].join(",");
  const [, ...narrowed] = moves[0]!.moves.ask;
  return { ...moves[0]!.moves, n: moves.reduce((sum, move) => sum + move.moves.n, 0), ask: [`move:${ids((move) => move.from_step)}:${ids((move) => move.to)}`, ...narrowed] };
}

function Routes({ flow, name, look }: { flow: Flow; name: Name; look: Look }) {
  const routes = flow.routes.slice(0, MOST);
  const rest = flow.other_routes + flow.routes.slice(MOST).reduce((sum, route) => sum + route.trips.n, 0);
  const most = routes[0]?.trips.n ?? 1;
  return (
    <section>
      <div className="grp"><span>{words.flow.routes}</span><button type="button" className="link mut" onClick={() => look({ show: "routes" })}>{words.flow.all(flow.all_routes)}</button></div>
      {routes.map((route) => (
        <div key={route.steps.join()} className="meter route">
          <span className="two" dir="auto">{route.steps.map(name).join(" → ")}</span>
          <span><Num of={route.trips} says={route.steps.map(name).join(", ")} />{route.share && <span className="of-all mut">{percent(route.share.value)}</span>}</span>
          <svg width="100%" height="4" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect width={(route.trips.n / most) * 100} height="4" rx="1" fill="var(--blue-2)" /></svg>
        </div>
      ))}
      {rest > 0 && <div className="meter"><span>{words.flow.others(flow.all_routes - routes.length)}</span><span>{number(rest)}</span></div>}
    </section>
  );
}
