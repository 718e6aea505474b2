import { useLayoutEffect, useRef, useState, type RefObject } from "react";

/** The room inside an element, as it is and as it becomes. */
export function useSize<T extends HTMLElement>(): [RefObject<T | null>, number, number] {
  const ref = useRef<T>(null);
  const [[width, height], setSize] = useState<[number, number]>([0, 0]);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const measure = () => setSize(([w, h]) => (w === element.clientWidth && h === element.clientHeight ? [w, h] : [element.clientWidth, element.clientHeight]));
    measure();
    const watching = new ResizeObserver(measure);
    watching.observe(element);
    return () => watching.disconnect();
  }, []);
  return [ref, width, height];
}
