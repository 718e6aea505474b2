import { useEffect, useRef, useState } from "react";
import { Icon } from "../parts/icons";
import { words } from "../words";

const SAID_MS = 2_500;

/** Copies the address, which holds all that is looked at. Where the browser lets nobody write to the clipboard, the address is shown and selected. */
export function CopyLink() {
  const [state, setState] = useState<"" | "copied" | "shown">("");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (state === "shown") field.current?.select();
    if (state !== "copied") return;
    const later = setTimeout(() => setState(""), SAID_MS);
    return () => clearTimeout(later);
  }, [state]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      setState("copied");
    } catch {
      setState("shown");
    }
  };
  return (
    <span className="copy-link">
      <button type="button" className="pill theme" aria-label={words.link.copy} title={words.link.copy} onClick={() => void copy()}><Icon name="link" size={13} /></button>
      <span className={state === "copied" ? "said-so sm" : "hidden"} aria-live="polite">{state === "copied" ? words.link.copied : ""}</span>
      {state === "shown" && (
        <label className="said-so sm">
          {words.link.byHand}
          <input ref={field} readOnly value={location.href} onBlur={() => setState("")} onKeyDown={(event) => { if (event.key === "Escape") { event.stopPropagation(); setState(""); } }} />
        </label>
      )}
    </span>
  );
}
