/** The fonts of a picture's letters, inside the picture. */

const kept = new Map<string, Promise<string>>();

/** Rules of a style sheet that bring the fonts that the texts of a picture are written in, each with its bytes. */
export async function fontsOf(picture: SVGElement): Promise<string> {
  const written = new Map<string, Set<number>>();
  for (const text of picture.querySelectorAll("text")) {
    const family = name(text.getAttribute("font-family")?.split(",")[0] ?? "");
    const letters = written.get(family) ?? written.set(family, new Set()).get(family)!;
    for (const letter of text.textContent ?? "") letters.add(letter.codePointAt(0)!);
  }
  const faces = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules].filter((rule) => rule instanceof CSSFontFaceRule).map((rule): [CSSFontFaceRule, string | null] => [rule, sheet.href]));
  const rules = faces.flatMap(([rule, base]) => {
    const said = (property: string) => rule.style.getPropertyValue(property);
    const letters = written.get(name(said("font-family")));
    const url = /url\("?([^")]+)"?\)/.exec(said("src"))?.[1];
    if (!letters || !url || !covers(said("unicode-range"), letters)) return [];
    return [rule_(said, new URL(url, base ?? location.href).href)];
  });
  return (await Promise.all(rules)).join("\n");
}

const name = (family: string): string => family.trim().replace(/^["']|["']$/g, "");

async function rule_(said: (property: string) => string, url: string): Promise<string> {
  const bytes = await (kept.get(url) ?? kept.set(url, read(url)).get(url)!);
  const more = ["font-weight", "font-style", "unicode-range"].flatMap((property) => (said(property) ? [`${property}:${said(property)}`] : []));
  return `@font-face{${[`font-family:"${name(said("font-family"))}"`, `src:url(${bytes}) format("woff2")`, ...more].join(";")}}`;
}

async function read(url: string): Promise<string> {
  const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return `data:font/woff2;base64,${btoa(text)}`;
}

/** Whether one of some letters is in a range such as `U+0-FF, U+131`. No range: all are. */
export function covers(range: string, letters: Set<number>): boolean {
  if (!range) return true;
  const bounds = range.split(",").map((part) => part.trim().slice(2).split("-").map((end) => parseInt(end, 16)));
  return [...letters].some((letter) => bounds.some(([low, high]) => letter >= low! && letter <= (high ?? low!)));
}
