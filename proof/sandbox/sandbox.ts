import { type Drill, drills, type Findings, soak } from "@parley/functions/testing/drills";
import type { Context, Programme, Verdict } from "../lib/programme.ts";

/** Hours of the long form, given by the environment: it is no part of the usual run. */
const soakHours = "SANDBOX_SOAK_HOURS";

export const sandboxProgramme: Programme = {
  name: "sandbox",
  sentence: `a malicious function gets nothing and hurts nobody (${soakHours}=8 soaks instead)`,
  run,
};

async function run(context: Context): Promise<Verdict> {
  const hours = Number(context.environment[soakHours] ?? 0);
  if (hours > 0) {
    const { problems, figures } = await soak(hours, context.print);
    return { problems, decisive: `${figures.events} events in ${hours} hours`, figures };
  }
  const problems: string[] = [];
  const figures: Verdict["figures"] = {};
  for (const drill of drills) {
    const found = await attempt(drill, context.quick);
    figures[drill.id] = found.figures;
    problems.push(...found.problems.map((problem) => `${drill.id}: ${problem}`));
    context.print(
      `${drill.id.padEnd(5)} ${found.problems.length === 0 ? "holds" : "BROKEN"}: ${drill.sentence}`,
    );
    if (drill.id === "X-12" || drill.id === "X-05b") context.print(JSON.stringify(found.figures));
  }
  return { problems, decisive: decisiveOf(figures), figures };
}

/** A drill that could not be run is a problem like one that was lost. */
async function attempt(drill: Drill, quick: boolean): Promise<Findings> {
  try {
    return await drill.run(quick);
  } catch (error) {
    return { problems: [error instanceof Error ? error.message : String(error)], figures: {} };
  }
}

function decisiveOf(figures: Verdict["figures"]): string {
  const of = (id: string, name: string) => {
    const found = figures[id];
    const isObject = typeof found === "object" && found !== null && !Array.isArray(found);
    return isObject ? String(found[name]) : "?";
  };
  const load = `${of("X-12", "chats")} chats through 3 filters: p99 ${of("X-12", "p99Ms")} ms`;
  return `${drills.length} drills; ${load}; 50 chats beside malice: p99 × ${of("X-05b", "ratio")}`;
}
