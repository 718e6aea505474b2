import { curveMonotoneX, line } from "d3-shape";
import type { CSSProperties } from "react";
import type { ScoreNumbers } from "../api/client";
import { percent, signed } from "../format";
import { Num } from "../parts/num";
import { words } from "../words";
import type { Lane } from "./lane";
import type { Laid } from "./place";

const HIGH = 54;
const y = (feeling: number) => HIGH / 2 - feeling * 10.5;

/** What is hoped that customers feel, and what they answered. The one is not turned into the other: no study says which answer is a feeling. */
export function feelingsLane(of: Laid): Lane | null {
  const hoped = of.map.stages.flatMap((stage) => stage.steps).some((step) => step.hoped !== null);
  const asked = of.map.scores.length > 0;
  if (!hoped && !asked) return null;
  const scores = of.overlay === "all" ? (of.measures?.scores ?? []) : [];
  const answers = scores.filter((score) => score.stage === null).reduce((sum, score) => sum + score.answers.n, 0);
  return {
    id: "feelings",
    name: words.lanes.feelings,
    evidence: scores.length ? "measured" : "assumed",
    sample: scores.length ? words.few(answers) : words.hopedFor,
    cell: (stage) => (
      <div className="felt" style={{ "--lines": of.overlay === "all" ? of.map.scores.length : 0, "--hoped": hoped ? 1 : 0 } as CSSProperties}>
        {hoped && <div className="hoped-room" />}
        {scores.filter((score) => score.stage === stage.id).map((score) => <Score key={score.score} score={score} at={stage.title} />)}
      </div>
    ),
    tall: () => 0,
    says: (stage) => {
      const wishes = stage.steps.filter((step) => step.hoped !== null).map((step) => `${step.title}, ${words.hoped(signed(step.hoped!))}`);
      const said = scores.filter((score) => score.stage === stage.id).map((score) => `${score.score} ${valueOf(score)} ${words.ofAnswers(score.answers.n)}`);
      return [...wishes, ...said].join("; ") || words.nothing;
    },
    behind: (column) => (hoped ? <Hoped of={of} column={column} /> : null),
  };
}

function Hoped({ of, column }: { of: Laid; column: number }) {
  const points = of.map.stages.flatMap((stage, i) => {
    const wishes = stage.steps.filter((step) => step.hoped !== null && step.seen !== "aftercare");
    return wishes.map((step, j) => ({ x: i * column + ((j + 1) * column) / (wishes.length + 1), y: y(step.hoped!), step, alone: wishes.length * 26 <= column }));
  });
  const drawn = line<(typeof points)[number]>((point) => point.x, (point) => point.y).curve(curveMonotoneX)(points);
  const last = points.at(-1);
  const width = column * of.map.stages.length;
  return (
    <svg className="behind" width={width} height={HIGH} aria-hidden="true">
      <path d={`M0 ${y(0)}H${width}`} stroke="var(--line-2)" strokeDasharray="1 3" />
      {drawn && <path d={drawn} fill="none" stroke="var(--ink-3)" strokeWidth="1.3" strokeDasharray="4 3" />}
      {points.map((point) => (
        <g key={point.step.id}>
          <circle cx={point.x} cy={point.y} r={point.alone ? 3.6 : 2} fill="var(--surface)" stroke="var(--ink-2)" strokeWidth="1.4" />
          {point.alone && <text x={point.x} y={point.step.hoped! > 0 ? point.y + 15 : point.y - 8} textAnchor="middle" className="mark">{signed(point.step.hoped!)}</text>}
        </g>
      ))}
      {last && last.x + 70 < width && <text x={last.x + 9} y={last.y + 4} className="mark mut">{words.hopedFor}</text>}
    </svg>
  );
}

const valueOf = (score: ScoreNumbers): string => (score.value ? (score.value.low < 0 ? signed(Math.round(score.value.value * 100)) : percent(score.value.value)) : words.few(score.answers.n));

/** The value with its interval, on the scale of the score's kind. */
function Score({ score, at }: { score: ScoreNumbers; at: string }) {
  const value = score.value;
  const low = value && value.low < 0 ? -1 : 0;
  const x = (share: number) => 1 + ((share - low) / (1 - low)) * 40;
  return (
    <Num of={score.answers} says={`${score.score}, ${at}: ${valueOf(score)}`} className="score">
      <span className="nm">{score.score.replaceAll("_", " ")}</span>
      {value && (
        <svg width="42" height="9" aria-hidden="true">
          <path d="M1 4.5h40M1 2v5M41 2v5" stroke="var(--line-2)" />
          <path d={`M${x(value.low)} 4.5H${x(value.high)}`} stroke="var(--blue-2)" strokeWidth="2" />
          <circle cx={x(value.value)} cy="4.500" r="2.6" fill="var(--blue)" />
        </svg>
      )}
      <span className={value ? "b" : "mut"}>{valueOf(score)}</span>
    </Num>
  );
}
