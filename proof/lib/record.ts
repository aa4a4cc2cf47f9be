import { readFile, writeFile } from "node:fs/promises";
import { arch, availableParallelism, cpus, platform, totalmem } from "node:os";
import path from "node:path";
import type { Json } from "@parley/core";
import type { Verdict } from "./programme.ts";

const file = path.resolve(import.meta.dirname, "../../docs/figures.md");

/** Puts a section (`## name` and its text) in place of the one of that name, or at the end. */
export function withSection(document: string, name: string, text: string): string {
  const sections = document.trimEnd().split(/\n(?=## )/);
  const section = `## ${name}\n\n${text.trim()}\n`;
  const position = sections.findIndex((each) => each.startsWith(`## ${name}\n`));
  if (position === -1) sections.push(section);
  else sections[position] = section;
  return `${sections.map((each) => each.trim()).join("\n\n")}\n`;
}

/** Figures as a Markdown table: objects of objects become rows with dotted names. */
export function figureRows(figures: Record<string, Json>, prefix = ""): string[] {
  return Object.entries(figures).flatMap(([key, value]) => {
    const name = prefix === "" ? key : `${prefix}.${key}`;
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return figureRows(value, name);
    }
    const shown = Array.isArray(value)
      ? value.map((entry) => JSON.stringify(entry)).join(", ")
      : value;
    return [`| ${name} | ${String(shown).replaceAll("|", "\\|")} |`];
  });
}

export function machine(): string {
  const memory = Math.round(totalmem() / 2 ** 30);
  const processor = cpus()[0]?.model ?? "unknown processor";
  return `${availableParallelism()} × ${processor}, ${memory} GB, ${platform()} ${arch()}, Node ${process.version}`;
}

/** Rewrites the programme's section of docs/figures.md. `load`: the machine's when it began. */
export async function recordFigures(name: string, verdict: Verdict, load: number): Promise<void> {
  const { problems, decisive, figures } = verdict;
  const text = [
    `**${problems.length === 0 ? "pass" : "fail"}** · ${decisive}`,
    ...(problems.length === 0 ? [] : [problems.map((problem) => `- ${problem}`).join("\n")]),
    `\`npm run prove -- ${name}\` · ${new Date().toISOString().slice(0, 10)} · ${machine()}, load ${load.toFixed(1)} at the beginning`,
    ["| | |", "|---|---|", ...figureRows(figures)].join("\n"),
  ].join("\n\n");
  await writeFile(file, withSection(await readFile(file, "utf8"), name, text));
}
