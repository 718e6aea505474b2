import type { Count, MapView, Schemas, Measures, PromiseNumbers, StageNumbers, StageView, StepNumbers } from "../api/client";
import type { Overlay } from "../address";

/** A map with what was measured on it, ready to be looked up. */
export interface Laid {
  map: MapView;
  measures: Measures | null;
  overlay: Overlay;
  stage: Map<string, StageNumbers>;
  passage: Map<string, Schemas["StageTime"]>;
  step: Map<string, StepNumbers>;
  promise: Map<string, PromiseNumbers>;
  titles: Map<string, string>;
  stageOf: Map<string, number>;
  mostTrips: number;
}

export function laid(map: MapView, measures: Measures | null, overlay: Overlay): Laid {
  const steps = map.stages.flatMap((stage) => stage.steps);
  return {
    map,
    measures,
    overlay,
    stage: new Map(measures?.stages.map((stage) => [stage.stage, stage])),
    passage: new Map(measures?.stage_times.map((passage) => [passage.stage, passage])),
    step: new Map(measures?.steps.map((step) => [step.step, step])),
    promise: new Map(measures?.promises.map((promise) => [promise.promise, promise])),
    titles: new Map([...map.stages, ...steps, ...map.outcomes].map((one) => [one.id, one.title])),
    stageOf: new Map(map.stages.flatMap((stage, i) => stage.steps.map((step): [string, number] => [step.id, i]))),
    mostTrips: Math.max(1, ...(measures?.steps.map((step) => step.trips.n) ?? [])),
  };
}

export const title = (laid: Laid, id: string): string => laid.titles.get(id) ?? id;

export const shows = (laid: Laid, what: Overlay): boolean => laid.overlay === "all" || laid.overlay === what;

/** The promises of a stage, those kept least first. */
export function promisesOf(stage: StageView, of: Laid) {
  const all = stage.steps.flatMap((step) => step.promises.map((promise) => ({ step, promise, numbers: of.promise.get(promise.id) })));
  const share = (one: (typeof all)[number]) => one.numbers?.share_kept?.value ?? 2;
  return all.sort((a, b) => share(a) - share(b));
}

/** The step of a stage at which customers spent most time. */
export function slowest(stage: StageView, of: Laid) {
  let found: StepNumbers | null = null;
  for (const step of stage.steps) {
    const numbers = of.step.get(step.id);
    if (numbers?.time && (!found?.time || numbers.time.total_seconds > found.time.total_seconds)) found = numbers;
  }
  return found;
}

export const none = (of: Count["of"]): Count => ({ n: 0, of, ask: [], define: "all" });
