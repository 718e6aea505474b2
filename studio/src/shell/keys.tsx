import { useEffect, useRef } from "react";
import type { Looked } from "../address";
import type { Schemas } from "../api/client";
import { Icon } from "../parts/icons";
import { words } from "../words";
import { moved } from "./periods";

interface Props {
  shown: Schemas["Shown"] | null;
  looked: Looked;
  look: (change: Partial<Looked>) => void;
  turnTheme: () => void;
}

/** All keys there are, on a key and a button; and those that do the same in every view. */
export function Keys({ shown, looked, look, turnTheme }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      const typing = (event.target as HTMLElement).closest("input,select,textarea");
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "?") dialog.current?.showModal();
      else if (event.key === "t") turnTheme();
      else if (event.key === "[" || event.key === "]") {
        const to = shown && moved(shown.stretches, looked.period, event.key === "[" ? "earlier" : "later");
        if (to) look({ period: to.period, compare: looked.compare === null ? null : to.before, list: null });
      } else return;
      event.preventDefault();
    };
    // Keys pressed while the dialog is open are not those of the page behind it, wherever the browser has put the focus.
    const guard = (event: KeyboardEvent) => dialog.current?.open && event.stopPropagation();
    addEventListener("keydown", guard, true);
    addEventListener("keydown", keys);
    return () => {
      removeEventListener("keydown", guard, true);
      removeEventListener("keydown", keys);
    };
  }, [shown, looked, look, turnTheme]);
  return (
    <>
      <button type="button" className="pill theme" aria-label={words.keys.title} title={words.keys.title} onClick={() => dialog.current?.showModal()}><Icon name="keys" size={13} /></button>
      <dialog ref={dialog} className="keys" aria-labelledby="keys" onClick={(event) => event.target === dialog.current && dialog.current.close()}>
        <div className="keys-in">
          <div className="keys-head">
            <h2 id="keys">{words.keys.title}</h2>
            <button type="button" className="pill theme" aria-label={words.close} onClick={() => dialog.current?.close()}><Icon name="close" size={13} /></button>
          </div>
          {words.keys.groups.map((group) => (
            <section key={group.title}>
              <h3>{group.title}</h3>
              <dl>
                {group.keys.map(([keys, what]) => (
                  <div key={what}><dt>{keys.split(" ").map((key) => <kbd key={key}>{key}</kbd>)}</dt><dd>{what}</dd></div>
                ))}
              </dl>
            </section>
          ))}
        </div>
      </dialog>
    </>
  );
}
