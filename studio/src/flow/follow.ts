import type { Laid } from "./layout";

/** To which step a key leads: right and left along the heaviest move that is drawn, up and down within the stage. */
export function follow(id: string, key: string, { nodes, edges }: Laid): string | null {
  const here = nodes.find((node) => node.id === id);
  if (!here) return null;
  const drawn = new Set(nodes.map((node) => node.id));
  if (key === "ArrowRight") return edges.find(({ move }) => move.from_step === id && move.to !== id && drawn.has(move.to))?.move.to ?? id;
  if (key === "ArrowLeft") return edges.find(({ move }) => move.to === id && move.from_step !== id)?.move.from_step ?? id;
  const column = nodes.filter((node) => node.stage === here.stage);
  const index = column.indexOf(here);
  if (key === "ArrowDown") return column[index + 1]?.id ?? id;
  if (key === "ArrowUp") return column[index - 1]?.id ?? id;
  if (key === "Home") return nodes[0]!.id;
  if (key === "End") return nodes.at(-1)!.id;
  return null;
}
