import { spawn } from "node:child_process";
import path from "node:path";
import { text } from "node:stream/consumers";
import { ParleyError } from "@parley/core";
import { z } from "zod";
import { bareEnv } from "../host/bare-env.ts";
import { moduleNames } from "../protocol.ts";

const script = path.join(import.meta.dirname, "read.ts");

const names = z.array(z.string()).optional();
const place = z.number().int().nonnegative();
const found = z.union([
  z.object({ problem: z.string() }),
  z.object({
    kind: z.enum(["filter", "pipe", "action"]),
    hooks: z.object({ inlet: names, stream: names, outlet: names, pipe: names, action: names }),
    imports: z.array(z.object({ value: z.enum(moduleNames), start: place, end: place })),
  }),
]);

/** How long a source may take to be read. */
const deadlineMs = 10_000;

function refused(sentence: string): ParleyError {
  return new ParleyError("invalid_request", sentence, { param: "source" });
}

/** Parses a source in a short-lived process, so that one that ends the parser ends nothing else. */
export async function readSource(
  source: string,
): Promise<Exclude<z.infer<typeof found>, { problem: string }>> {
  const child = spawn(process.execPath, ["--max-old-space-size=512", script], {
    env: bareEnv({}),
    stdio: ["pipe", "pipe", "ignore"],
    timeout: deadlineMs,
    killSignal: "SIGKILL",
  });
  const ended = Promise.withResolvers<NodeJS.Signals | number | null>();
  child.on("error", ended.reject);
  child.on("close", (code, signal) => ended.resolve(signal ?? code));
  // It may end before it has read everything; how it ended is what counts.
  child.stdin.on("error", () => child.stdin.destroy());
  child.stdin.end(source);
  const [printed, how] = await Promise.all([text(child.stdout), ended.promise]);
  if (how === "SIGKILL") throw refused("It takes too long to be read.");
  if (how !== 0) throw refused("It can't be read: it is nested too deeply.");
  const given = found.parse(JSON.parse(printed));
  if ("problem" in given) throw refused(given.problem);
  return given;
}
