import { useEffect } from "react";
import { Link, useLocation, useRoute, useSearch } from "wouter";
import { useShown } from "../api/queries";
import { Icon } from "../parts/icons";
import { words } from "../words";

/** The views there are. */
export function Rail({ journey, withEvents }: { journey: string; withEvents: boolean }) {
  const bringIn = useShown(null).data?.bring_in ?? false;
  const search = useSearch();
  const [, go] = useLocation();
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      const typing = (event.target as HTMLElement).closest("input,select,textarea");
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
      const views: Record<string, string> = bringIn ? { "4": "/bring" } : {};
      if (journey) views["1"] = `/map/${encodeURIComponent(journey)}`;
      if (journey && withEvents) Object.assign(views, { "2": `/flow/${encodeURIComponent(journey)}`, "3": "/people", "/": "/people" });
      const to = views[event.key];
      if (to === undefined) return;
      event.preventDefault();
      go(search ? `${to}?${search}` : to, { state: { find: event.key === "/" } });
    };
    addEventListener("keydown", keys);
    return () => removeEventListener("keydown", keys);
  }, [journey, withEvents, bringIn, search, go]);
  return (
    <nav className="rail" aria-label={words.product}>
      <svg className="logo" viewBox="0 0 28 28" aria-hidden="true">
        <path d="M3 19c5 0 5-11 11-11s5 8 11 8" fill="none" stroke="var(--ink)" strokeWidth="2.6" strokeLinecap="round" />
        <circle cx="14" cy="8" r="3.4" fill="var(--orange)" />
      </svg>
      {journey && <View view="map" to={`/map/${encodeURIComponent(journey)}`} search={search} />}
      {journey && withEvents && <View view="flow" to={`/flow/${encodeURIComponent(journey)}`} search={search} />}
      {journey && withEvents && <View view="people" to="/people" search={search} />}
      {bringIn && <View view="bring" to="/bring" search={search} />}
    </nav>
  );
}

function View({ view, to, search }: { view: keyof typeof words.views; to: string; search: string }) {
  const [here] = useRoute(`/${view}/*?`);
  return (
    <Link href={search ? `${to}?${search}` : to} {...(here ? { "aria-current": "page" as const } : {})}>
      <Icon name={view} size={17} />
      {words.views[view]}
    </Link>
  );
}
