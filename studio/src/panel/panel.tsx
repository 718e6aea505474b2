import { useMemo } from "react";
import type { Looked } from "../address";
import type { Flow, MapView, Measures } from "../api/client";
import { laid } from "../map/place";
import { Icon } from "../parts/icons";
import { words } from "../words";
import { Changed } from "./changed";
import { DueNext } from "./due";
import { FlowPanel } from "./flow-panel";
import { Hurts } from "./hurts";
import { NumberPanel } from "./number-panel";
import { Pending } from "./pending";
import { Segments } from "./segments";
import { StagePanel } from "./stage-panel";
import { StepPanel } from "./step-panel";

interface Props {
  map: MapView;
  measures: Measures | null;
  flow: Flow | null;
  journey: string;
  looked: Looked;
  look: (change: Partial<Looked>) => void;
  withEvents: boolean;
  loading: boolean;
  close: () => void;
}

/** Beside the map: what is selected, or else where it hurts first. */
export function Panel({ map, measures, flow, journey, looked, look, withEvents, loading, close }: Props) {
  const of = useMemo(() => laid(map, measures, "all"), [map, measures]);
  const [kind, id] = parts(looked.selected);
  const step = kind === "step" ? map.stages.flatMap((stage) => stage.steps).find((one) => one.id === id) : undefined;
  const stage = kind === "stage" ? map.stages.find((one) => one.id === id) : undefined;
  const opened = looked.list ?? step ?? stage ?? (kind === "move" ? id : null);
  return (
    <aside className="panel" aria-label={words.panel}>
      <button type="button" className="pill for-drawer close" aria-label={words.close} onClick={close}><Icon name="close" /></button>
      {opened && (
        <button type="button" className="back" onClick={() => look(looked.list ? { list: null } : { selected: null })}>
          <Icon name="back" size={12} />{words.number.back}
        </button>
      )}
      {looked.list ? (
        <NumberPanel key={JSON.stringify(looked.list)} journey={journey} count={looked.list} period={looked.period} />
      ) : flow ? (
        <FlowPanel map={map} flow={flow} looked={looked} titles={of.titles} look={look} />
      ) : step ? (
        <StepPanel of={of} step={step} look={look} />
      ) : stage ? (
        <StagePanel of={of} stage={stage} look={look} />
      ) : (
        <>
          <Hurts of={of} journey={journey} looked={looked} look={look} withEvents={withEvents} loading={loading} />
          {measures && looked.segment && <Segments measures={measures} map={map} look={look} chosen={looked.value} />}
          {measures && <Changed of={of} measures={measures} />}
          {measures && <Pending of={of} measures={measures} />}
          {/* Last: it comes after the measures, and nothing that is read already may move. */}
          {withEvents && measures && <DueNext journey={journey} />}
        </>
      )}
    </aside>
  );
}

function parts(selected: string | null): [string, string] {
  const colon = selected?.indexOf(":") ?? -1;
  return selected && colon > 0 ? [selected.slice(0, colon), selected.slice(colon + 1)] : ["", ""];
}
