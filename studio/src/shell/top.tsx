import { useLocation } from "wouter";
import type { Looked } from "../address";
import type { MapView, Measures } from "../api/client";
import { useMaps } from "../api/queries";
import type { components } from "../api/schema";
import { period } from "../format";
import { Leave } from "../live/enter";
import { LiveState } from "../live/state";
import { Icon } from "../parts/icons";
import type { Theme } from "../parts/theme";
import { words } from "../words";
import { CopyLink } from "./copy-link";
import { Keys } from "./keys";

type Shown = components["schemas"]["Shown"];

interface Props {
  title?: string;
  map: MapView | null;
  shown: Shown | null;
  measures: Measures | null;
  looked: Looked;
  look: (change: Partial<Looked>) => void;
  theme: Theme;
  turnTheme: () => void;
  /** What is beside the view, in a window too narrow for both. */
  panel?: string;
  openDrawer: (() => void) | null;
}

export function Top({ title = words.views.people, map, shown, measures, looked, look, theme, turnTheme, panel, openDrawer }: Props) {
  return (
    <header className="top">
      <div className="crumb">
        {map ? <Maps map={map} /> : <h1>{title}</h1>}
      </div>
      <div className="grow" />
      <LiveState asOf={measures?.as_of ?? null} />
      {/* They stand there before the events are known: nothing moves as those come. */}
      {map && shown?.log !== null && (
        <>
          <Period shown={shown} looked={looked} look={look} />
          <Segment map={map} measures={measures} looked={looked} look={look} />
        </>
      )}
      {openDrawer && <button type="button" className="pill for-drawer" onClick={openDrawer}>{panel}</button>}
      <CopyLink />
      <Keys shown={map ? shown : null} looked={looked} look={look} turnTheme={turnTheme} />
      <button type="button" className="pill theme" aria-label={theme === "dark" ? words.light : words.dark} onClick={turnTheme}>
        <Icon name={theme === "dark" ? "sun" : "moon"} size={13} />
      </button>
      <Leave />
    </header>
  );
}

function Maps({ map }: { map: MapView }) {
  const maps = useMaps();
  const [, go] = useLocation();
  const others = (maps.data?.length ?? 0) > 1;
  return (
    <>
      <h1 dir="auto" title={map.about ?? map.title}>{map.title}</h1>
      <span className="chip" title={words.version(map.version)}>{map.version.slice(0, 7)}</span>
      {/* Last: which other maps there are is told later, and nothing that is read already may move. */}
      {others && (
        <label className="pill pick small">
          <span className="hidden">{words.views.map}</span>
          <Icon name="down" size={12} />
          <select value={map.journey} onChange={(event) => go(`/map/${encodeURIComponent(event.target.value)}`)}>
            {maps.data?.map((one) => <option key={one.journey} value={one.journey}>{one.title}</option>)}
          </select>
        </label>
      )}
    </>
  );
}

/** Which stretch of time, and whether it is compared with the one before. */
function Period({ shown, looked, look }: { shown: Shown | null; looked: Looked; look: Props["look"] }) {
  const stretches = shown?.stretches ?? [];
  const chosen = stretches.find((stretch) => stretch.period === looked.period);
  const before = chosen?.before ?? looked.compare;
  const choose = (text: string) => {
    const stretch = stretches.find((one) => one.period === text);
    look({ period: text || null, compare: looked.compare ? (stretch?.before ?? null) : null, list: null });
  };
  return (
    <>
      <label className="pill pick">
        <span className="hidden">{words.period}</span>
        <b>{looked.period === null ? words.allOfTime : chosen?.days ? `${words.lastDays(chosen.days)}, ${period(looked.period)}` : period(looked.period)}</b>
        <Icon name="down" size={12} />
        <select value={looked.period ?? ""} onChange={(event) => choose(event.target.value)}>
          <option value="">{words.allOfTime}</option>
          {stretches.map((stretch) => (
            <option key={stretch.period} value={stretch.period}>{stretch.days ? words.lastDays(stretch.days) : period(stretch.period)}</option>
          ))}
          {looked.period !== null && !chosen && <option value={looked.period}>{period(looked.period)}</option>}
        </select>
      </label>
      {(before || (!shown && looked.period !== null)) && (
        <button type="button" className="pill" aria-pressed={looked.compare !== null} disabled={!before} title={before ? period(before) : undefined} onClick={() => look({ compare: looked.compare ? null : before })}>
          {words.compareWithBefore}
        </button>
      )}
    </>
  );
}

/** By what trips are told apart, and which of them are looked at. */
function Segment({ map, measures, looked, look }: { map: MapView; measures: Measures | null; looked: Looked; look: Props["look"] }) {
  const values = measures?.segment === looked.segment ? measures.segments.map((segment) => segment.value ?? "") : [];
  return (
    <>
      <label className="pill pick">
        <span className="hidden">{words.tellApartBy}</span>
        <b>{looked.segment === null ? words.allCustomers : looked.segment.replaceAll("_", " ")}</b>
        <Icon name="down" size={12} />
        <select value={looked.segment ?? ""} onChange={(event) => look({ segment: event.target.value || null, value: null, list: null })}>
          <option value="">{words.allCustomers}</option>
          <optgroup label={words.tellApartBy}>
            {map.told_apart_by.map((name) => <option key={name} value={name}>{name.replaceAll("_", " ")}</option>)}
          </optgroup>
        </select>
      </label>
      {looked.segment !== null && (
        <label className="pill pick">
          <span className="hidden">{words.segment}</span>
          <b>{looked.value === null ? words.allCustomers : looked.value || words.unknown}</b>
          <Icon name="down" size={12} />
          <select value={looked.value === null ? "\0" : looked.value} onChange={(event) => look({ value: event.target.value === "\0" ? null : event.target.value, list: null })}>
            <option value={"\0"}>{words.allCustomers}</option>
            {looked.value !== null && !values.includes(looked.value) && <option value={looked.value}>{looked.value || words.unknown}</option>}
            {values.map((value) => <option key={value} value={value}>{value || words.unknown}</option>)}
          </select>
        </label>
      )}
    </>
  );
}
