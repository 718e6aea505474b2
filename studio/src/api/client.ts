import createClient from "openapi-fetch";
import type { components, paths } from "./schema";

export type Schemas = components["schemas"];
export type Count = Schemas["Count"];
export type Share = Schemas["Share"];
export type MapView = Schemas["MapView"];
export type StageView = Schemas["StageView"];
export type StepView = Schemas["StepView"];
export type PromiseView = Schemas["PromiseView"];
export type InsightView = Schemas["InsightView"];
export type Series = Schemas["SeriesView"];
export type Measures = Schemas["MeasuresView"];
export type StageNumbers = Schemas["StageNumbers"];
export type PromiseNumbers = Schemas["PromiseNumbers"];
export type ScoreNumbers = Schemas["ScoreNumbers"];
export type StepNumbers = Schemas["StepNumbers"];
export type StageMove = Schemas["StageMove"];
export type Finding = Schemas["Finding"];
export type Change = Schemas["Change"];
export type Ending = Schemas["Ending"];
export type Stretch = Schemas["Stretch"];
export type Flow = Schemas["FlowView"];
export type Move = Schemas["MoveNumbers"];
export type Weight = Flow["by"];
export type Customers = Schemas["CustomersView"];
type Told = Schemas["Problem"];

/** Why a question was not answered, in the server's words. */
export class Problem extends Error {
  readonly status: number;
  readonly reference: string | null;
  readonly fixes: string[];
  readonly codes: string[];
  readonly kind: string;

  constructor(told: Partial<Told>, status: number) {
    super(told.detail ?? "the studio does not answer");
    this.status = status;
    this.kind = told.type ?? "";
    this.reference = told.instance ?? null;
    this.codes = (told.errors ?? []).flatMap((fault) => (fault.code ? [fault.code] : []));
    this.fixes = (told.errors ?? []).flatMap((fault) => (fault.fix ? [fault.fix] : []));
  }
}

const client = createClient<paths>({ baseUrl: location.origin });

/** The answer, or a Problem thrown. */
export async function answered<T>(asked: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await asked;
  if (data === undefined) throw new Problem((error ?? {}) as Partial<Told>, response.status);
  return data;
}

export { client };
