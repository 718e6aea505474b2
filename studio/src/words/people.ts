import { number } from "../format";
import { counted } from "./said";

export const people = {
  looking: "looking",
  find: "Find a customer",
  found: "Customers found",
  nobody: "Nobody is called so.",
  /** Of each log how many: who is in two of them is in both numbers. */
  hint: (each: number[]) => `${each.length < 2 ? counted(each[0] ?? 0, "customer") : `${each.slice(0, -1).map(number).join(", ")} and ${number(each.at(-1)!)} customers in ${number(each.length)} logs`}. Type a part of a name to see everything that happened to one of them.`,
  trip: (n: number) => `Trip ${number(n)}`,
  now: "Now",
  again: "again",
  promiseBroken: "promise broken",
  sum: (events: number, trips: number, channels: number) => `${counted(events, "event")} in ${counted(trips, "trip")}${channels ? ` over ${counted(channels, "channel")}` : ""}`,
  also: (names: string) => `also known as ${names}`,
  kept: (kept: number, made: number) => `${number(kept)} of ${counted(made, "promise")} kept`,
  at: (step: string) => `now at ${step}`,
  why: "Visit by visit, and why",
  promised: (title: string, state: string) => `Promised: ${title}: ${state}`,
  late: (time: string) => `${time} late`,
  states: { kept: "kept", broken: "broken", void: "void", pending: "open" } as Record<string, string>,
  events: (n: number) => `All ${counted(n, "event")}, and what each was`,
  first: (n: number) => `The first ${number(n)}`,
  noTrips: "No event of this customer is a step of a map.",
};

export const decided = {
  title: (n: number) => `${counted(n, "thing")} decided for this customer`,
  kinds: { say: "message", task: "task", handoff: "handed to a person", offer: "offer", call: "call" } as Record<string, string>,
  first: (n: number) => `The latest ${number(n)}`,
};

export const beside = {
  list: "The list that led here",
  before: "Before",
  after: "Next",
  place: (at: number, shown: number, all: number) => (shown < all ? `${number(at)} of the first ${number(shown)} of ${counted(all, "customer")}` : `${number(at)} of ${counted(all, "customer")}`),
  places: "Where the customer is on each map",
  alike: "who went just this way",
  looking: "looking for who else went this way",
  nobodyElse: "Nobody else went just this way.",
  trips: (trips: string, customers: string) => `${trips} trips of ${customers} customers went just this way`,
  ofAll: "of all trips",
};
