import { lazy, Suspense, useEffect, useState } from "react";
import { Redirect, Route, Switch } from "wouter";
import { useHistoryState } from "wouter/use-browser-location";
import { useLooked } from "./address";
import type { Schemas } from "./api/client";
import { useFlow, useMap, useMaps, useMeasures, useSeries, useShown } from "./api/queries";
import { Patterns, MapPage } from "./map/map-page";
import { Panel } from "./panel/panel";
import { Failed, wrongWith } from "./parts/failed";
import { OpenList } from "./parts/num";
import { Stopped, Working } from "./parts/working";
import type { Theme } from "./parts/theme";
import { Headline } from "./shell/headline";
import { Rail } from "./shell/rail";
import { Top } from "./shell/top";
import { words } from "./words";

const BringPage = lazy(() => import("./bring/bring-page"));
const FlowPage = lazy(() => import("./flow/flow-page"));
const people = () => import("./people/people-page");
const PeoplePage = lazy(people);

interface Props {
  theme: Theme;
  turnTheme: () => void;
}

export function Studio(props: Props) {
  const [last, setLast] = useState<string | null>(null);
  return (
    <>
      <Patterns />
      <Switch>
        <Route path="/people/:customer?">{({ customer }) => <People customer={customer ? decodeURIComponent(customer) : null} last={last} {...props} />}</Route>
        <Route path="/bring"><Bring last={last} {...props} /></Route>
        <Route path="/:view/:journey">{({ view, journey }) => <Journey key={journey} view={view === "flow" ? "flow" : "map"} journey={decodeURIComponent(journey)} opened={setLast} {...props} />}</Route>
        <Route><First /></Route>
      </Switch>
      <Working />
    </>
  );
}

/** The first map there is. */
function First() {
  const maps = useMaps();
  const shown = useShown(null);
  const wrong = wrongWith(maps);
  if (wrong) return <Failed error={wrong} retry={() => void maps.refetch()} />;
  if (!maps.data || shown.isPending) return null;
  const [first] = maps.data;
  if (first) return <Redirect to={`/map/${encodeURIComponent(first.journey)}`} replace />;
  return shown.data?.bring_in ? <Redirect to="/bring" replace /> : <p className="alone">{words.empty.noMaps}</p>;
}

/** Data that is brought in belongs to no map yet. */
function Bring({ last, theme, turnTheme }: Props & { last: string | null }) {
  const [looked, look] = useLooked();
  const maps = useMaps();
  const shown = useShown(null);
  return (
    <div className="app">
      <Rail journey={last ?? maps.data?.[0]?.journey ?? ""} withEvents={shown.data?.log != null} />
      <Top title={words.bring.title} map={null} shown={null} measures={null} looked={looked} look={look} theme={theme} turnTheme={turnTheme} openDrawer={null} />
      {shown.data?.bring_in === false ? <main className="main people"><p className="alone">{words.bring.notHere}</p></main> : <Suspense fallback={<main className="main people" aria-busy="true" />}><BringPage /></Suspense>}
    </div>
  );
}

/** A customer belongs to no map alone: the rail leads back to the one that was looked at, or to the first. */
function People({ customer, last, theme, turnTheme }: Props & { customer: string | null; last: string | null }) {
  const [looked, look] = useLooked();
  const maps = useMaps();
  const journey = last ?? maps.data?.[0]?.journey ?? "";
  useEffect(() => {
    document.title = `${customer ?? words.views.people} · ${words.product}`;
  }, [customer]);
  const wrong = wrongWith(maps);
  if (wrong) return <Failed error={wrong} retry={() => void maps.refetch()} />;
  return (
    <div className="app">
      <Rail journey={journey} withEvents />
      <Top map={null} shown={null} measures={null} looked={looked} look={look} theme={theme} turnTheme={turnTheme} openDrawer={null} />
      <Suspense fallback={<main className="main people" aria-busy="true" />}><PeoplePage customer={customer} /></Suspense>
    </div>
  );
}

function Journey({ view, journey, opened, theme, turnTheme }: Props & { view: "map" | "flow"; journey: string; opened: (journey: string) => void }) {
  const [looked, look] = useLooked();
  const [drawer, setDrawer] = useState(false);
  const map = useMap(journey);
  const shown = useShown(journey);
  const measures = useMeasures(journey, looked, typeof shown.data?.log === "string", view === "flow" ? looked.only : []);
  const withEvents = shown.data?.log !== null;
  const flow = useFlow(journey, looked, looked.by, view === "flow" && typeof shown.data?.log === "string", looked.only);
  // The small curves are of all trips: where only some are looked at, there are none.
  const ofAll = looked.value === null && (view !== "flow" || !looked.only.length);
  const series = useSeries(journey, looked.period, ofAll && measures.isSuccess && !measures.isPlaceholderData);
  const data = withEvents ? (measures.data ?? null) : null;
  useEffect(() => opened(journey), [opened, journey]);
  // Whoever looks for a customer types at once: the field is there by then.
  useEffect(() => {
    if (measures.isSuccess) void people().catch(() => {});
  }, [measures.isSuccess]);
  useEffect(() => {
    document.title = map.data ? `${map.data.title} · ${words.product}` : words.product;
  }, [map.data]);
  useEffect(() => {
    if (looked.list || looked.selected) setDrawer(true);
  }, [looked.list, looked.selected]);
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      const typing = (event.target as HTMLElement).closest("input,select,textarea");
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Escape" && !event.defaultPrevented) {
        if (looked.list) look({ list: null });
        else if (looked.selected) look({ selected: null });
        else setDrawer(false);
      }
    };
    addEventListener("keydown", keys);
    return () => removeEventListener("keydown", keys);
  }, [looked, look]);

  const wrong = wrongWith(map);
  if (wrong) return <Failed error={wrong} retry={() => void map.refetch()} />;
  if (!map.data) return <div className="app" aria-busy="true" />;
  return (
    <OpenList.Provider value={(list) => look({ list })}>
      <div className={`app${drawer ? " drawn" : ""}`}>
        <Rail journey={journey} withEvents={withEvents} />
        <Top map={map.data} shown={shown.data ?? null} measures={data} looked={looked} look={look} theme={theme} turnTheme={turnTheme} panel={view === "flow" ? words.flow.routes : words.panel} openDrawer={() => setDrawer(true)} />
        <Headline measures={data} map={map.data} loading={withEvents && measures.isPending} series={ofAll ? (series.data ?? null) : null} look={look} />
        <main className="main" aria-label={map.data.title}>
          <BroughtNote journey={journey} />
          {typeof shown.data?.log === "string" && <Stopped of={measures} />}
          {withEvents && measures.isError && <Failed error={measures.error} retry={() => void measures.refetch()} />}
          {view === "flow" && typeof shown.data?.log === "string" && !measures.isPending && <Stopped of={flow} />}
          {view === "flow" && flow.isError && <Failed error={flow.error} retry={() => void flow.refetch()} />}
          {view === "flow" ? (
            <Suspense fallback={<div className="map-scroll" aria-busy="true" />}>
              <FlowPage map={map.data} flow={flow.data ?? null} measures={data} stale={flow.isPlaceholderData} looked={looked} look={look} />
            </Suspense>
          ) : (
            <MapPage map={map.data} measures={data} stale={measures.isPlaceholderData} looked={looked} look={look} />
          )}
        </main>
        <Panel map={map.data} measures={data} flow={view === "flow" ? (flow.data ?? null) : null} journey={journey} looked={looked} look={look} withEvents={withEvents} loading={withEvents && measures.isPending} close={() => setDrawer(false)} />
      </div>
    </OpenList.Provider>
  );
}

/** What came of a file that was just brought in. */
function BroughtNote({ journey }: { journey: string }) {
  const made = useHistoryState<{ brought?: Schemas["Brought"] } | null>()?.brought;
  if (made?.journey !== journey) return null;
  return (
    <div className="notes brought" role="status">
      <p>{words.bring.done(made.taken, made.map_file)}{made.duplicates > 0 && ` ${words.bring.doneAgain(made.duplicates)}`}{made.left_out > 0 && ` ${words.bring.doneLeft(made.left_out, made.left_out_file ?? "")}`}</p>
    </div>
  );
}
