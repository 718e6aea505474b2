import { useMemo } from "react";
import type { Looked } from "../../address";
import type { Flow, MapView, Measures } from "../../api/client";
import { Dots } from "./dots";
import { Funnel } from "./funnel";
import { Returns } from "./returns";
import { Routes } from "./routes";
import { Times } from "./times";
import "./charts.css";

export interface ChartProps {
  map: MapView;
  flow: Flow | null;
  measures: Measures | null;
  looked: Looked;
  look: (change: Partial<Looked>, replace?: boolean) => void;
  name: (id: string) => string;
}

/** A picture of the same trips, beside their moves. */
export default function Chart(props: Omit<ChartProps, "name">) {
  const { map, looked } = props;
  const titles = useMemo(() => new Map([...map.stages.flatMap((stage) => stage.steps), ...map.outcomes].map((one) => [one.id, one.title])), [map]);
  const all = { ...props, name: (id: string) => titles.get(id) ?? id };
  if (looked.show === "routes") return <Routes {...all} />;
  if (looked.show === "dots") return <Dots {...all} />;
  if (looked.show === "times") return <Times {...all} />;
  return looked.show === "funnel" ? <Funnel {...all} /> : <Returns {...all} />;
}
