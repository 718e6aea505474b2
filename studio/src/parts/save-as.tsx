import { useState } from "react";
import type { Said } from "../picture/picture";
import { words } from "../words";

interface Props {
  /** The name of the file, without what says its kind. */
  name: string;
  said: () => Said;
  of: () => Element | null;
  /** Gives the same as a table; left out where there is none. */
  table?: () => void;
}

/** Saves a picture as SVG or PNG, and its numbers as CSV. What draws the files is loaded when it is asked for. */
export function SaveAs({ name, said, of, table }: Props) {
  const [state, setState] = useState<"" | "busy" | "failed">("");
  const picture = async (as: "svg" | "png") => {
    const root = of();
    if (!root) return;
    setState("busy");
    try {
      const { savePicture } = await import("../picture/picture");
      await savePicture(root, said(), name, as);
      setState("");
    } catch {
      setState("failed");
    }
  };
  return (
    <div className="seg save-as" role="group" aria-label={words.save.group} aria-busy={state === "busy"} data-unpictured="">
      <button type="button" aria-label={words.save.svg} onClick={() => void picture("svg")}>SVG</button>
      <button type="button" aria-label={words.save.png} onClick={() => void picture("png")}>PNG</button>
      {table && <button type="button" aria-label={words.save.csv} onClick={table}>CSV</button>}
      <span className={state === "failed" ? "sm bad" : "hidden"} aria-live="polite">{state === "failed" ? words.save.failed : ""}</span>
    </div>
  );
}
