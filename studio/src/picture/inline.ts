import { element, painted, short } from "./shapes";

const SHAPES = "path,rect,circle,ellipse,line,polygon,polyline,text,tspan,stop";
const LINES = { "stroke-width": "1px", "stroke-dasharray": "none", "stroke-linecap": "butt", "stroke-linejoin": "miter", "paint-order": "normal" };
const LETTERS = ["font-family", "font-size", "font-weight", "font-style", "letter-spacing", "text-anchor", "direction"];
const UNWANTED = /^(class|style|role|tabindex|dir|aria-.*|data-.*|on.*)$/;

/** An SVG of the page by itself: what style sheets say of it stands in its own attributes. */
export function inlined(svg: SVGSVGElement, box: { left: number; top: number; width: number; height: number }): SVGSVGElement {
  const made = svg.cloneNode(true) as SVGSVGElement;
  stated(svg, made);
  const { left, top, width, height } = box;
  for (const [name, value] of Object.entries({ x: left, y: top, width, height })) made.setAttribute(name, short(value));
  if (getComputedStyle(svg).overflow === "visible") made.setAttribute("overflow", "visible");
  return made;
}

/** A pattern or gradient that others are filled with, by itself. */
export function inlinedDefinition(definition: Element): Element {
  const made = definition.cloneNode(true) as Element;
  stated(definition, made);
  return made;
}

function stated(original: Element, copy: Element): void {
  // Children first: what is not shown is taken out of the copy, which would move those behind it.
  const [originals, copies] = [[...original.children], [...copy.children]];
  originals.forEach((child, i) => stated(child, copies[i]!));
  const style = getComputedStyle(original);
  for (const { name } of [...copy.attributes]) if (UNWANTED.test(name)) copy.removeAttribute(name);
  if (style.opacity !== "1") copy.setAttribute("opacity", style.opacity);
  if (style.display === "none" || style.visibility === "hidden") return copy.remove();
  if (original.matches("stop")) {
    painted(copy as SVGElement, "fill", style.stopColor);
    copy.setAttribute("stop-color", copy.getAttribute("fill")!);
    copy.setAttribute("stop-opacity", style.stopOpacity);
    copy.removeAttribute("fill");
  } else if (original.matches(SHAPES)) shape(original, copy as SVGElement, style);
  else for (const name of ["fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin"]) copy.removeAttribute(name);
}

function shape(original: Element, copy: SVGElement, style: CSSStyleDeclaration): void {
  painted(copy, "fill", style.fill);
  painted(copy, "stroke", style.stroke);
  if (copy.getAttribute("fill") === "none" && copy.getAttribute("stroke") === "none") return copy.remove();
  if (style.fillOpacity !== "1") copy.setAttribute("fill-opacity", style.fillOpacity);
  for (const [name, initial] of Object.entries(LINES)) {
    const value = style.getPropertyValue(name);
    copy.removeAttribute(name);
    if (value !== initial && copy.getAttribute("stroke") !== "none") copy.setAttribute(name, value.replaceAll("px", ""));
  }
  if (!original.matches("text,tspan")) return;
  for (const name of LETTERS) copy.setAttribute(name, style.getPropertyValue(name).replaceAll('"', "'"));
}

/** Patterns and gradients of the page that a picture is filled with, and does not have itself. */
export function definitions(picture: SVGElement): SVGDefsElement {
  const defs = element("defs");
  const used = [...picture.querySelectorAll("*")].flatMap((one) => [...one.attributes].flatMap(({ value }) => /^url\(#(.+)\)$/.exec(value)?.[1] ?? []));
  for (const id of new Set(used)) {
    const found = picture.querySelector(`[id="${CSS.escape(id)}"]`) ? null : document.getElementById(id);
    if (found) defs.append(inlinedDefinition(found));
  }
  return defs;
}
