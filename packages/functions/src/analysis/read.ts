/**
 * Reads one source from its input and writes what it found, as JSON. It runs in a process of its own,
 * because the parser is native: what is nested deeply enough ends the process that it runs in.
 */
import { writeFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { parse } from "./parse.ts";
import { SourceProblem } from "./problem.ts";
import { shapeOf } from "./shape.ts";

function read(source: string) {
  try {
    const { program, imports } = parse(source);
    return { ...shapeOf(source, program), imports };
  } catch (error) {
    if (error instanceof SourceProblem) return { problem: error.message };
    throw error;
  }
}

writeFileSync(1, JSON.stringify(read(await text(process.stdin))));
