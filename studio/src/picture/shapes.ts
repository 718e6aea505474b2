/** Elements of SVG, and colours as every reader of SVG knows them. */

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const SVG = "http://www.w3.org/2000/svg";

export function element<K extends keyof SVGElementTagNameMap>(name: K, said: Record<string, string | number> = {}): SVGElementTagNameMap[K] {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(said)) made.setAttribute(key, typeof value === "number" ? short(value) : value);
  return made;
}

export const short = (value: number): string => String(Math.round(value * 100) / 100);

/** A colour as browsers compute it, and how opaque it is; null where nothing is painted. */
export function paint(computed: string): { color: string; opacity: number } | null {
  const mixed = /^color\(srgb ([\d.e-]+) ([\d.e-]+) ([\d.e-]+)(?: \/ ([\d.e-]+))?\)$/.exec(computed);
  const plain = /^rgba?\((\d+), (\d+), (\d+)(?:, ([\d.]+))?\)$/.exec(computed);
  const found = mixed ?? plain;
  if (!found) return computed === "none" || computed === "transparent" ? null : { color: computed.replaceAll('"', ""), opacity: 1 };
  const opacity = Number(found[4] ?? 1);
  const parts = found.slice(1, 4).map((part) => Math.round(Number(part) * (mixed ? 255 : 1)));
  return opacity === 0 ? null : { color: `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`, opacity };
}

/** Sets what fills a shape, or its line. */
export function painted<T extends SVGElement>(shape: T, what: "fill" | "stroke", computed: string): T {
  const found = paint(computed);
  shape.setAttribute(what, found?.color ?? "none");
  if (found && found.opacity < 1) shape.setAttribute(`${what}-opacity`, short(found.opacity));
  return shape;
}

export const within = (a: Box | null, b: Box): Box =>
  a ? { left: Math.max(a.left, b.left), top: Math.max(a.top, b.top), right: Math.min(a.right, b.right), bottom: Math.min(a.bottom, b.bottom) } : b;
