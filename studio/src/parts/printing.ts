import { useEffect, useState } from "react";
import { flushSync } from "react-dom";

/** What fits on a page across, in pixels: A4 on its side, within its margins. */
export const PAGE_WIDTH = 1_040;

/** What would be wider than a page is made as small as fits. */
export function useFit(): void {
  useEffect(() => {
    const fit = () => {
      for (const room of document.querySelectorAll<HTMLElement>(".map-scroll")) {
        const wide = room.firstElementChild?.scrollWidth ?? 0;
        room.style.setProperty("--fit", String(Math.min(1, PAGE_WIDTH / Math.max(1, wide))));
      }
    };
    addEventListener("beforeprint", fit);
    return () => removeEventListener("beforeprint", fit);
  }, []);
}

/** Whether the page is being printed. What is drawn for paper is drawn before it goes there. */
export function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    const set = (on: boolean) => () => flushSync(() => setPrinting(on));
    const [begin, end] = [set(true), set(false)];
    addEventListener("beforeprint", begin);
    addEventListener("afterprint", end);
    return () => {
      removeEventListener("beforeprint", begin);
      removeEventListener("afterprint", end);
    };
  }, []);
  return printing;
}
