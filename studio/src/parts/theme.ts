import { useLayoutEffect, useState } from "react";
import { usePrinting } from "./printing";

export type Theme = "light" | "dark";
const KEPT = "desireline-theme";

/** Light or dark: as the reader chose, else as the machine is set. */
export function useTheme(): [Theme, () => void] {
  const [theme, setTheme] = useState<Theme>(kept);
  // Paper is white.
  const printing = usePrinting();
  useLayoutEffect(() => {
    document.documentElement.dataset.theme = printing ? "light" : theme;
  }, [theme, printing]);
  const turn = () => {
    const next = theme === "dark" ? "light" : "dark";
    try {
      localStorage.setItem(KEPT, next);
    } catch {
      // Where nothing may be kept, the choice holds until the page is closed.
    }
    setTheme(next);
  };
  return [theme, turn];
}

function kept(): Theme {
  let chosen: string | null = null;
  try {
    chosen = localStorage.getItem(KEPT);
  } catch {
    chosen = null;
  }
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}
