import { spawn } from "node:child_process";

/** The account that PostgreSQL's programs run as; null: the one that Parley runs as. */
export type Owner = { uid: number; gid: number } | null;

/** Nothing of Parley's environment reaches PostgreSQL; its messages are in English. */
export const environment: NodeJS.ProcessEnv & { NODE_ENV: "production" } = {
  LC_ALL: "C",
  TZ: "UTC",
  NODE_ENV: "production",
};

export type Ran = { code: number | null; output: string };

export type RunOptions = { owner?: Owner; cwd?: string };

/** Runs a program to its end. Rejects only when it can't be started (ENOENT, EACCES, …). */
export function run(program: string, args: string[], options: RunOptions = {}): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      ...(options.owner ?? {}),
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const collect = (bytes: Buffer) => {
      output += bytes.toString();
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}

/** The end of a program's output, for a sentence. */
export function lastLines(output: string, count = 6): string {
  return output.trim().split("\n").slice(-count).join("\n");
}
