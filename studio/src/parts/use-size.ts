import { useLayoutEffect, useRef, useState, type RefObject } from "react";

/** The room inside an element, as it is and as it becomes. */
export function useSize<T extends HTMLElement>(): [RefObject<T | null>, number, number] {
  const ref = useRef<T>(null);
  const [[width, height], setSize] = useState<[number, number]>([0, 0]);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const measure = () => {
      // Asked for here, where the page is laid out: to ask while it is drawn anew would lay out what is half done.
      const [w, h] = [element.clientWidth, element.clientHeight];
      setSize((before) => (before[0] === w && before[1] === h ? before : [w, h]));
    };
    measure();
    const watching = new ResizeObserver(measure);
    watching.observe(element);
    return () => watching.disconnect();
  }, []);
  return [ref, width, height];
}
