import { element, painted, type Box } from "./shapes";

export interface Line extends Box {
  text: string;
}

const LEAST_ROOM = 8;
// What XML cannot hold.
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
let context: CanvasRenderingContext2D | null = null;

export const writable = (text: string): string => text.replace(UNWRITABLE, "\ufffd");

/** How wide a text is, and how high above its line it reaches, in letters as of a style. */
export function sizes(text: string, style: CSSStyleDeclaration): { width: number; ascent: number; descent: number } {
  context ??= document.createElement("canvas").getContext("2d")!;
  context.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  context.letterSpacing = style.letterSpacing === "normal" ? "0px" : style.letterSpacing;
  const measured = context.measureText(text);
  return { width: measured.width, ascent: measured.fontBoundingBoxAscent, descent: measured.fontBoundingBoxDescent };
}

/** The lines of a text as the page has broken them. */
export function linesOf(node: Text): Line[] {
  const range = document.createRange();
  range.selectNodeContents(node);
  const boxes = [...range.getClientRects()].filter((box) => box.width > 0);
  const [first] = boxes;
  if (!first) return [];
  if (boxes.every((box) => Math.abs(box.top - first.top) < 2)) return [{ text: node.data.replace(/\s+/g, " "), ...around(boxes) }];
  const lines: { text: string; boxes: DOMRect[] }[] = [];
  let at = 0;
  let clamped = false;
  for (const letter of node.data) {
    range.setStart(node, at);
    range.setEnd(node, (at += letter.length));
    const box = range.getClientRects()[0];
    clamped ||= !box && /\S/.test(letter);
    if (!box || (box.width === 0 && /\s/.test(letter))) continue;
    const line = lines.at(-1);
    if (line && box.top < line.boxes[0]!.bottom - 2) line.boxes.push(box);
    else lines.push({ text: "", boxes: [box] });
    lines.at(-1)!.text += letter;
  }
  // Where a style lets only some lines be seen, the others are nowhere.
  if (clamped) lines.at(-1)!.text += "…";
  return lines.map((line) => ({ text: line.text.replace(/\s+/g, " ").trim(), ...around(line.boxes) }));
}

function around(boxes: DOMRect[]): Box {
  return {
    left: Math.min(...boxes.map((box) => box.left)),
    right: Math.max(...boxes.map((box) => box.right)),
    top: boxes[0]!.top,
    bottom: boxes[0]!.bottom,
  };
}

/** A text node as text of SVG: a line each, cut where the page cuts it. `from`: what the places are counted from. */
export function letters(node: Text, style: CSSStyleDeclaration, clip: Box | null, from: Box): SVGTextElement[] {
  const all = linesOf(node).map((line) => moved(line, from));
  const shown = clip ? all.filter((line) => (line.top + line.bottom) / 2 < clip.bottom && (line.top + line.bottom) / 2 > clip.top) : all;
  const cutBelow = shown.length > 0 && shown.length < all.length && all.at(-1) !== shown.at(-1);
  return shown.flatMap((line, i) => written(line, style, clip, cutBelow && i === shown.length - 1) ?? []);
}

function moved(line: Line, from: Box): Line {
  return { text: line.text, left: line.left - from.left, right: line.right - from.left, top: line.top - from.top, bottom: line.bottom - from.top };
}

function written(line: Line, style: CSSStyleDeclaration, clip: Box | null, goesOn: boolean): SVGTextElement | null {
  const rtl = style.direction === "rtl";
  const { ascent } = sizes("x", style);
  const room = clip ? (rtl ? line.right - Math.max(clip.left, line.left) : Math.min(clip.right, line.right) - line.left) : Infinity;
  const whole = line.right - line.left;
  let text = spaced(line.text, whole, style);
  if (clip && room < whole - 0.5) {
    if (room < LEAST_ROOM) return null;
    text = cut(text, clip && !rtl ? clip.right - line.left : room, style);
  } else if (goesOn) text = `${text.replace(/…$/, "")}…`;
  if (!text.trim()) return null;
  const made = element("text", { x: rtl ? line.right : line.left, y: line.top + Math.round(ascent), ...font(style) });
  if (rtl) made.setAttribute("direction", "rtl");
  made.textContent = writable(text);
  return painted(made, "fill", style.color);
}

/** Spaces at the ends, where the page has them: they are part of how wide a line is, or were dropped. */
function spaced(text: string, width: number, style: CSSStyleDeclaration): string {
  const space = sizes(" ", style).width;
  let said = text;
  if (said.startsWith(" ") && sizes(said, style).width - width > space / 2) said = said.trimStart();
  if (said.endsWith(" ") && sizes(said, style).width - width > space / 2) said = said.trimEnd();
  return said;
}

/** As much of a text as there is room for, and that it goes on. */
export function cut(text: string, room: number, style: CSSStyleDeclaration): string {
  const said = [...text];
  let [least, most] = [0, said.length];
  while (least < most) {
    const tried = Math.ceil((least + most) / 2);
    if (sizes(`${said.slice(0, tried).join("")}…`, style).width <= room) least = tried;
    else most = tried - 1;
  }
  return `${said.slice(0, least).join("").trimEnd()}…`;
}

/** A text in lines no wider than so much. */
export function broken(text: string, room: number, style: CSSStyleDeclaration): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const longer = lines.length ? `${lines.at(-1)!} ${word}` : word;
    if (lines.length && sizes(longer, style).width <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map((line) => (sizes(line, style).width > room ? cut(line, room, style) : line));
}

export function font(style: CSSStyleDeclaration): Record<string, string> {
  const said: Record<string, string> = { "font-family": style.fontFamily.replaceAll('"', "'"), "font-size": style.fontSize };
  if (style.fontWeight !== "400") said["font-weight"] = style.fontWeight;
  if (style.fontStyle !== "normal") said["font-style"] = style.fontStyle;
  if (style.letterSpacing !== "normal") said["letter-spacing"] = style.letterSpacing;
  return said;
}
