import { createContext, useContext, type ReactNode } from "react";
import type { Count } from "../api/client";
import { number } from "../format";
import { words } from "../words";

/** How a number's definition and list are opened. */
export const OpenList = createContext<(count: Count) => void>(() => {});

/** A number. It opens what it counts, and whom. `says`: what it is, for those who hear it. */
export function Num({ of, says, children, className = "" }: { of: Count; says: string; children?: ReactNode; className?: string }) {
  const open = useContext(OpenList);
  return (
    <button
      type="button"
      className={`num ${className}`}
      data-n={of.n}
      data-ask={of.ask.join(" ")}
      onClick={(event) => {
        event.stopPropagation();
        open(of);
      }}
    >
      {children ?? number(of.n)}
      <span className="hidden">{of.of === "trips" ? ` ${says}` : ` ${words.number[of.of]}, ${says}`}</span>
    </button>
  );
}
