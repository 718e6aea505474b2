import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";

/** Writes the licences of all packages that the page holds parts of beside it. */
export function licences(fileName: string): Plugin {
  const packages = new Set<string>();
  return {
    name: "licences",
    apply: "build",
    moduleParsed(module) {
      const folder = packageOf(module.id);
      if (folder) packages.add(folder);
    },
    generateBundle(_, bundle) {
      for (const output of Object.values(bundle)) {
        const originals = output.type === "asset" ? output.originalFileNames : [];
        for (const name of originals) {
          const folder = packageOf(join(process.cwd(), name));
          if (folder) packages.add(folder);
        }
      }
      const texts = [...packages].map(textOf).sort();
      this.emitFile({ type: "asset", fileName, source: texts.join(`\n${"-".repeat(80)}\n\n`) });
    },
  };
}

function packageOf(id: string): string | null {
  const path = id.replace(/^\0/, "").split("?")[0] ?? "";
  if (!path.includes("/node_modules/")) return null;
  let folder = dirname(path);
  while (!existsSync(join(folder, "package.json")) || !("version" in read(folder))) folder = dirname(folder);
  return folder;
}

function read(folder: string): Record<string, string> {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}

function textOf(folder: string): string {
  const { name, version, license } = read(folder);
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  return `${name} ${version} (${license})\n\n${file ? readFileSync(join(folder, file), "utf8").replace(/\r\n/g, "\n").trim() : ""}\n`;
}
