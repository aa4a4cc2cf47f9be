import { type ChildProcess, fork } from "node:child_process";
import path from "node:path";
import { canPin, cpuTimeOf, pin } from "../lib/processes.ts";
import { type ChildMessage, childMessage, type Measured } from "./child.ts";

/** The processor of what is measured, and that of load and upstream. */
export const processors = { server: 0, load: 1 };

/** Something that answers, and whose CPU time counts. */
export type Target = { name: string; url: string; pid: number; key: string };

export type Load = {
  kind: "whole" | "stream" | "stamped";
  workers: number;
  seconds: number;
  rounds: number;
  /** What to ask for, when the target's name for the script is its own. */
  model?: string;
  warmUpModel?: string;
  /** Where the client runs; null: wherever there is room. Absent: on the load's processor. */
  processor?: number | null;
};

export type Sample = {
  /** Milliseconds of CPU time of the target and everything it started. */
  cpuMs: number;
  measured: Measured;
};

/** Starts one of this folder's programmes; it is ended with `resources`. */
export function startChild(
  script: "upstream" | "proxy" | "client",
  options: { args: string[]; processor: number | null; resources: AsyncDisposableStack },
): ChildProcess {
  const { args, processor, resources } = options;
  const child = fork(path.join(import.meta.dirname, `${script}.ts`), args, { execArgv: [] });
  resources.defer(() => void child.kill("SIGKILL"));
  if (processor !== null && canPin() && child.pid !== undefined) pin(child.pid, processor);
  return child;
}

/** Resolves with the next message of that type; rejects when the child ends without it. */
function messageOf<T extends ChildMessage["type"]>(
  child: ChildProcess,
  type: T,
): Promise<Extract<ChildMessage, { type: T }>> {
  const found = Promise.withResolvers<Extract<ChildMessage, { type: T }>>();
  const onMessage = (payload: unknown) => {
    const message = childMessage.parse(payload);
    if (isOfType(message, type)) found.resolve(message);
  };
  const onExit = (code: number | null) =>
    found.reject(new Error(`A process of the bench ended with code ${code}.`));
  child.on("message", onMessage);
  child.once("exit", onExit);
  return found.promise.finally(() => {
    child.off("message", onMessage);
    child.off("exit", onExit);
  });
}

function isOfType<T extends ChildMessage["type"]>(
  message: ChildMessage,
  type: T,
): message is Extract<ChildMessage, { type: T }> {
  return message.type === type;
}

/** Starts a server of this folder and resolves with its address. */
export async function startServerChild(
  script: "upstream" | "proxy",
  options: Parameters<typeof startChild>[1],
): Promise<{ url: string; pid: number }> {
  const child = startChild(script, options);
  const { port } = await messageOf(child, "listening");
  return { url: `http://127.0.0.1:${port}`, pid: child.pid ?? 0 };
}

/** Puts load on a target, and counts the CPU time it takes for it after warming up. */
export async function measure(target: Target, load: Load, warmUpSeconds: number): Promise<Sample> {
  await using resources = new AsyncDisposableStack();
  const client = startChild("client", {
    args: [
      `--url=${target.url}`,
      `--key=${target.key}`,
      `--kind=${load.kind}`,
      `--workers=${load.workers}`,
      `--seconds=${load.seconds}`,
      `--rounds=${load.rounds}`,
      `--warmUpSeconds=${warmUpSeconds}`,
      ...(load.model === undefined ? [] : [`--model=${load.model}`]),
      ...(load.warmUpModel === undefined ? [] : [`--warmUpModel=${load.warmUpModel}`]),
    ],
    processor: load.processor === undefined ? processors.load : load.processor,
    resources,
  });
  await messageOf(client, "measuring");
  const before = cpuTimeOf(target.pid);
  const measured = await messageOf(client, "measured");
  return { cpuMs: cpuTimeOf(target.pid) - before, measured };
}
