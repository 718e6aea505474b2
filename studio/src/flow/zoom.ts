import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";

const [SMALLEST, LARGEST, STEP] = [0.2, 4, 1.25];

/** How large something is drawn in what scrolls it: the wheel with Ctrl, `+` and `-`; `0` makes all of it fit. The plain wheel scrolls. */
export function useZoom(scroller: RefObject<HTMLElement | null>, whole: number, room: number): [number, (to: number | "fit") => void] {
  const [zoom, setZoom] = useState(1);
  const kept = useRef({ zoom: 1, x: 0, y: 0 });
  const turn = useCallback(
    (to: number | "fit", x?: number, y?: number) => {
      const box = scroller.current;
      kept.current = { zoom, x: x ?? (box?.clientWidth ?? 0) / 2, y: y ?? (box?.clientHeight ?? 0) / 2 };
      setZoom(to === "fit" ? Math.max(SMALLEST, Math.min(1, room / Math.max(1, whole))) : Math.min(LARGEST, Math.max(SMALLEST, to)));
    },
    [scroller, zoom, whole, room],
  );
  useLayoutEffect(() => {
    const box = scroller.current;
    const { zoom: before, x, y } = kept.current;
    // What was under the pointer stays there.
    if (box && before !== zoom) box.scrollTo((box.scrollLeft + x) * (zoom / before) - x, (box.scrollTop + y) * (zoom / before) - y);
    kept.current = { ...kept.current, zoom };
  }, [scroller, zoom]);
  useEffect(() => {
    const box = scroller.current;
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      const frame = box!.getBoundingClientRect();
      turn(zoom * Math.exp(-event.deltaY / 400), event.clientX - frame.left, event.clientY - frame.top);
    };
    const keys = (event: KeyboardEvent) => {
      if ((event.target as HTMLElement).closest("input,select,textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
      const to = { "+": zoom * STEP, "=": zoom * STEP, "-": zoom / STEP, "0": "fit" as const }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      turn(to);
    };
    box?.addEventListener("wheel", wheel, { passive: false });
    addEventListener("keydown", keys);
    return () => {
      box?.removeEventListener("wheel", wheel);
      removeEventListener("keydown", keys);
    };
  }, [scroller, zoom, turn]);
  return [zoom, turn];
}
