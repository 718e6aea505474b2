import { answered, client, type Schemas } from "../api/client";

export type Pulse = Schemas["Pulse"];

const CHANGES = "/v1/studio/changes";
/** The server says something every 15 seconds. */
const SILENT_MS = 40_000;
const AGAIN_MS = 3_000;

export interface Told {
  told: (pulse: Pulse) => void;
  lost: (why: Error) => void;
}

export interface Listening {
  /** Ask at once. */
  again: () => void;
  end: () => void;
}

/** Be told how the events stand, as long as somebody looks at the page. Where the stream fails it is asked for in words, and opened anew. */
export function listen({ told, lost }: Told): Listening {
  let source: EventSource | null = null;
  let later: ReturnType<typeof setTimeout> | undefined;
  const close = () => {
    clearTimeout(later);
    source?.close();
    source = null;
  };
  const open = () => {
    close();
    if (document.hidden) return;
    source = new EventSource(CHANGES);
    source.onmessage = (event: MessageEvent<string>) => {
      watch();
      told(JSON.parse(event.data) as Pulse);
    };
    source.onerror = () => void failed();
    watch();
  };
  const watch = () => {
    clearTimeout(later);
    later = setTimeout(() => void failed(), SILENT_MS);
  };
  const failed = async () => {
    close();
    const opened = setTimeout(open, AGAIN_MS);
    later = opened;
    try {
      const now = await answered(client.GET("/v1/studio/pulse", { signal: AbortSignal.timeout(SILENT_MS) }));
      if (later === opened) told(now);
    } catch (why) {
      if (later === opened) lost(why as Error);
    }
  };
  document.addEventListener("visibilitychange", open);
  open();
  return {
    again: open,
    end: () => {
      document.removeEventListener("visibilitychange", open);
      close();
    },
  };
}
