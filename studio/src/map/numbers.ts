import type { Laid } from "./place";

export const COLUMNS = ["place", "id", "title", "measure", "value"];

/** The numbers of a map in rows: what was counted and timed at each stage, step and promise. */
export function numbers(of: Laid): (string | number)[][] {
  const { map, measures } = of;
  const rows: (string | number)[][] = [];
  const add = (place: string, id: string, title: string, values: Record<string, number | null | undefined>) =>
    Object.entries(values).forEach(([measure, value]) => rows.push([place, id, title, measure, value ?? ""]));
  for (const stage of map.stages) {
    const counted = of.stage.get(stage.id);
    add("stage", stage.id, stage.title, counted ? Object.fromEntries(Object.entries(counted).flatMap(([name, count]) => (typeof count === "object" && count && "n" in count ? [[name, count.n]] : []))) : { steps: stage.steps.length });
  }
  for (const step of map.stages.flatMap((stage) => stage.steps)) {
    const counted = of.step.get(step.id);
    if (counted) add("step", step.id, step.title, { trips: counted.trips.n, visits: counted.visits.n, stays: counted.stays.n, total_seconds: counted.time?.total_seconds, p50_seconds: counted.time?.p50_seconds, p90_seconds: counted.time?.p90_seconds });
    for (const promise of step.promises) {
      const kept = of.promise.get(promise.id);
      add("promise", promise.id, promise.title, { within_seconds: promise.within_seconds, ...(kept ? { kept: kept.kept.n, broken: kept.broken.n, void: kept.void.n, pending: kept.pending.n, share_kept: kept.share_kept?.value } : {}) });
    }
  }
  const titled = (id: string) => map.stages.find((stage) => stage.id === id)?.title ?? id;
  for (const one of measures?.stage_times ?? []) add("stage", one.stage, titled(one.stage), { passages: one.stays.n, passage_p50_seconds: one.time.p50_seconds, passage_p90_seconds: one.time.p90_seconds });
  for (const one of measures?.channels ?? []) add("channel", `${one.stage}:${one.channel ?? ""}`, titled(one.stage), { visits: one.visits.n, share: one.share });
  for (const one of measures?.scores ?? []) add("score", one.stage === null ? one.score : `${one.stage}:${one.score}`, one.stage === null ? map.title : titled(one.stage), { answers: one.answers.n, value: one.value?.value, low: one.value?.low, high: one.value?.high });
  for (const ending of measures?.endings ?? []) add("ending", ending.how, of.titles.get(ending.how) ?? ending.how, { trips: ending.trips.n, share: ending.share?.value });
  return rows;
}
