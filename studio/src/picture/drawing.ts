import { inlined } from "./inline";
import { letters } from "./letters";
import { element, paint, painted, within, type Box } from "./shapes";

const SIDES = ["Top", "Right", "Bottom", "Left"] as const;
const PSEUDO = ["::before", "::after"] as const;

/** A part of the page as shapes of SVG: boxes with their colours and lines, texts, and pictures as they are. No part of the page stays in it. */
export function drawing(root: Element): { group: SVGGElement; width: number; height: number } {
  const scrolled = unscrolled(root);
  try {
    const frame = root.getBoundingClientRect();
    const from = { left: frame.left, top: frame.top, right: frame.right, bottom: frame.bottom };
    const group = element("g");
    walk(root, null, group, from);
    return { group, width: frame.width, height: frame.height };
  } finally {
    for (const [one, left, top] of scrolled) one.scrollTo(left, top);
  }
}

/** Scrolls to the beginning all that is around and inside, so that what sticks to an edge is in its place; where each was. */
function unscrolled(root: Element): [Element, number, number][] {
  const around = [...root.querySelectorAll("*")];
  for (let one: Element | null = root; one; one = one.parentElement) around.push(one);
  const scrolled = around.filter((one) => one.scrollLeft || one.scrollTop).map((one): [Element, number, number] => [one, one.scrollLeft, one.scrollTop]);
  for (const [one] of scrolled) one.scrollTo(0, 0);
  return scrolled;
}

function walk(node: Element, clip: Box | null, into: SVGElement, from: Box): void {
  const style = getComputedStyle(node);
  if (style.display === "none" || style.opacity === "0" || style.clipPath !== "none" || node.matches("[data-unpictured]")) return;
  const box = placed(node.getBoundingClientRect(), from);
  let target = into;
  if (style.opacity !== "1") into.append((target = element("g", { opacity: style.opacity })));
  if (node instanceof SVGSVGElement) {
    target.append(inlined(node, { left: box.left, top: box.top, width: box.right - box.left, height: box.bottom - box.top }));
    return;
  }
  if (style.display !== "contents" && style.visibility !== "hidden") painting(box, style, target);
  const [before, after] = PSEUDO.map((name) => getComputedStyle(node, name));
  beside(before!, box, style, target);
  const inner = style.overflowX === "visible" ? clip : within(clip, padding(box, style));
  for (const child of inOrder(node)) {
    if (child instanceof Element) walk(child, inner, target, from);
    else if (style.visibility !== "hidden") target.append(...letters(child as Text, style, inner, from));
  }
  beside(after!, box, style, target);
}

/** What is inside, in the order in which it is painted. */
function inOrder(node: Element): ChildNode[] {
  const all = [...node.childNodes].filter((child) => child instanceof Element || (child.nodeType === Node.TEXT_NODE && child.nodeValue!.trim()));
  const height = (child: ChildNode) => (child instanceof Element ? Number(getComputedStyle(child).zIndex) || 0 : 0);
  return all.map((child): [ChildNode, number] => [child, height(child)]).sort(([, a], [, b]) => a - b).map(([child]) => child);
}

function placed(box: DOMRect, from: Box): Box {
  return { left: box.left - from.left, top: box.top - from.top, right: box.right - from.left, bottom: box.bottom - from.top };
}

const border = (style: CSSStyleDeclaration, side: (typeof SIDES)[number]): number => (style[`border${side}Style`] === "none" ? 0 : parseFloat(style[`border${side}Width`]));

function padding(box: Box, style: CSSStyleDeclaration): Box {
  const [top, right, bottom, left] = SIDES.map((side) => border(style, side));
  return { left: box.left + left!, top: box.top + top!, right: box.right - right!, bottom: box.bottom - bottom! };
}

/** The colour of a box, its lines, and the rings around and in it. */
function painting(box: Box, style: CSSStyleDeclaration, into: SVGElement): void {
  const [width, height] = [box.right - box.left, box.bottom - box.top];
  if (width <= 0 || height <= 0) return;
  const radius = Math.min(rounded(style, width), width / 2, height / 2);
  const rect = (inset: number) => {
    const made = element("rect", { x: box.left + inset, y: box.top + inset, width: width - 2 * inset, height: height - 2 * inset });
    if (radius > inset) made.setAttribute("rx", String(radius - inset));
    return made;
  };
  if (style.backgroundImage.startsWith("repeating-linear-gradient")) into.append(painted(rect(0), "fill", "url(#broken)"));
  else if (paint(style.backgroundColor)) into.append(painted(rect(0), "fill", style.backgroundColor));
  const widths = SIDES.map((side) => border(style, side));
  const same = widths.every((one) => one === widths[0]) && SIDES.every((side) => style[`border${side}Color`] === style.borderTopColor);
  if (same && widths[0]) into.append(ring(rect(widths[0] / 2), style.borderTopColor, widths[0]));
  else SIDES.forEach((side, i) => widths[i] && into.append(...edge(box, side, widths[i], style[`border${side}Color`])));
  for (const shadow of style.boxShadow.split(/,(?![^(]*\))/)) shadows(shadow.trim(), box, rect, into);
}

function rounded(style: CSSStyleDeclaration, width: number): number {
  const said = style.borderTopLeftRadius;
  return said.endsWith("%") ? (parseFloat(said) / 100) * width : parseFloat(said) || 0;
}

function ring(rect: SVGRectElement, color: string, width: number): SVGRectElement {
  rect.setAttribute("fill", "none");
  rect.setAttribute("stroke-width", String(width));
  return painted(rect, "stroke", color);
}

function edge(box: Box, side: (typeof SIDES)[number], width: number, color: string): SVGElement[] {
  if (!paint(color)) return [];
  const { left, top, right, bottom } = box;
  const places = {
    Top: [left, top, right - left, width],
    Bottom: [left, bottom - width, right - left, width],
    Left: [left, top, width, bottom - top],
    Right: [right - width, top, width, bottom - top],
  };
  const [x, y, wide, high] = places[side];
  return [painted(element("rect", { x: x!, y: y!, width: wide!, height: high! }), "fill", color)];
}

/** Lines are drawn as shadows where they should take no room; shadows that are blurred only lift a thing off the page. */
function shadows(said: string, box: Box, rect: (inset: number) => SVGRectElement, into: SVGElement): void {
  const found = /^(.+?\)) (-?[\d.]+)px (-?[\d.]+)px 0px (-?[\d.]+)px( inset)?$/.exec(said);
  if (!found) return;
  const [color, over, down, spread, inset] = [found[1]!, Number(found[2]), Number(found[3]), Number(found[4]), !!found[5]];
  if (!paint(color)) return;
  if (spread > 0) into.append(ring(rect(inset ? spread / 2 : -spread / 2), color, spread));
  else if (inset && over) into.append(...edge(box, over > 0 ? "Left" : "Right", Math.abs(over), color));
  else if (inset && down) into.append(...edge(box, down > 0 ? "Top" : "Bottom", Math.abs(down), color));
}

/** What a style sheet puts before or after what is in a box, in a place of its own. */
function beside(style: CSSStyleDeclaration, box: Box, around: CSSStyleDeclaration, into: SVGElement): void {
  if (style.content === "none" || style.content === "normal" || style.position !== "absolute") return;
  const inside = padding(box, around);
  const [left, top, width, height] = [style.left, style.top, style.width, style.height].map(parseFloat);
  if (![left, top, width, height].every(Number.isFinite)) return;
  const sides = style.boxSizing === "border-box" ? [0, 0] : [border(style, "Left") + border(style, "Right"), border(style, "Top") + border(style, "Bottom")];
  painting({ left: inside.left + left!, top: inside.top + top!, right: inside.left + left! + width! + sides[0]!, bottom: inside.top + top! + height! + sides[1]! }, style, into);
}
