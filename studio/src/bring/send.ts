import { Problem, type Schemas } from "../api/client";
import { words } from "../words";

export type Upload = Schemas["UploadView"];

/** Send a file as it is. `told`: how many bytes are there; fetch could not say it. */
export function send(file: File, signal: AbortSignal, told: (done: number) => void): Promise<Upload> {
  return new Promise((kept, failed) => {
    const asked = new XMLHttpRequest();
    asked.open("POST", `/v1/studio/uploads?name=${encodeURIComponent(file.name)}`);
    asked.setRequestHeader("Content-Type", "application/octet-stream");
    asked.responseType = "json";
    asked.upload.onprogress = (event) => told(event.loaded);
    asked.onload = () => (asked.status === 201 ? kept(asked.response as Upload) : failed(new Problem((asked.response ?? {}) as Partial<Schemas["Problem"]>, asked.status)));
    asked.onerror = () => failed(new Problem({ detail: file.size === 0 ? words.bring.empty : words.bring.notSent }, 0));
    asked.onabort = () => failed(new DOMException("", "AbortError"));
    signal.addEventListener("abort", () => asked.abort(), { once: true });
    asked.send(file);
  });
}
