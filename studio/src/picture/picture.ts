import { give } from "../parts/save";
import { drawing } from "./drawing";
import { fontsOf } from "./fonts";
import { definitions } from "./inline";
import { broken, font, sizes, writable } from "./letters";
import { element, painted, short } from "./shapes";

/** What is written above a picture: what it shows, and of what. */
export interface Said {
  title: string;
  lines: string[];
}

const EDGE = 16;
const LEAST_WIDTH = 420;
const SCALE = 2;
const MOST_PIXELS = 16_384;

/** Gives the reader a part of the page as a file: SVG that stands for itself, or PNG at twice the size. */
export async function savePicture(root: Element, said: Said, name: string, as: "svg" | "png"): Promise<void> {
  const { text, width, height } = await pictured(root, said);
  const file = new Blob([text], { type: "image/svg+xml" });
  give(`${name}.${as}`, as === "svg" ? file : await pixels(file, width, height));
}

/** A part of the page as a file of SVG, with what is said above it. Fonts are in the file; nothing in it is run or fetched. */
export async function pictured(root: Element, said: Said): Promise<{ text: string; width: number; height: number }> {
  const { group, width: wide, height: high } = drawing(root);
  const width = Math.ceil(Math.max(LEAST_WIDTH, wide));
  const head = heading(said, width - 2 * EDGE);
  const height = Math.ceil(head.height + high);
  const picture = element("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img" });
  const surface = getComputedStyle(document.documentElement).getPropertyValue("--surface");
  group.setAttribute("transform", `translate(0 ${short(head.height)})`);
  picture.append(painted(element("rect", { width, height }), "fill", surface), head.group, group);
  const style = element("style");
  style.textContent = `${await fontsOf(picture)}\ntext{font-variant-numeric:tabular-nums;white-space:pre}`;
  const [title, description] = [element("title"), element("desc")];
  title.textContent = writable(said.title);
  description.textContent = writable(said.lines.join(" "));
  picture.prepend(title, description, style, definitions(picture));
  return { text: new XMLSerializer().serializeToString(picture), width, height };
}

/** The title and what is said below it, in lines as wide as the picture. */
function heading(said: Said, room: number): { group: SVGGElement; height: number } {
  const group = element("g");
  let y = EDGE;
  const write = (text: string, style: CSSStyleDeclaration) => {
    const { ascent, descent } = sizes("x", style);
    for (const line of broken(text, room, style)) {
      const made = painted(element("text", { x: EDGE, y: y + ascent, ...font(style) }), "fill", style.color);
      made.textContent = writable(line);
      group.append(made);
      y += ascent + descent + 2;
    }
  };
  const [strong, weak] = [styleOf("picture-title"), styleOf("picture-line")];
  write(said.title, strong.style);
  for (const line of said.lines) write(line, weak.style);
  strong.gone();
  weak.gone();
  return { group, height: y + EDGE / 2 };
}

/** The style of a class, told by an element that is on the page as long as it is asked. */
function styleOf(name: string): { style: CSSStyleDeclaration; gone: () => void } {
  const made = document.createElement("i");
  made.className = name;
  document.body.append(made);
  return { style: getComputedStyle(made), gone: () => made.remove() };
}

async function pixels(file: Blob, width: number, height: number): Promise<Blob> {
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const scale = Math.min(SCALE, MOST_PIXELS / Math.max(width, height));
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
    canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise<Blob>((done, failed) => canvas.toBlob((made) => (made ? done(made) : failed(new Error("the picture is too large"))), "image/png"));
  } finally {
    URL.revokeObjectURL(url);
  }
}
