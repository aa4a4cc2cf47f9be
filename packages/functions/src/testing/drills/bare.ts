import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { packagedBinary } from "../../host/binary.ts";
import { commandFor } from "../../host/launch.ts";
import { defaultLimits } from "../../host/limits.ts";

/**
 * Runs code in a process that is started just as a function's is, but without the runner's tidying: what
 * is denied here is denied by the process itself. Gives what it printed.
 */
export async function runBare(code: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "parley-bare-"));
  try {
    const runner = path.join(folder, "bare.js");
    const places = { cwd: path.join(folder, "cwd"), cache: path.join(folder, "cache") };
    await Promise.all([mkdir(places.cwd), mkdir(places.cache)]);
    const address = `data:application/typescript;base64,${Buffer.from(code).toString("base64")}`;
    // What is tried comes in as functions do, so that it is never the entry.
    await writeFile(runner, `await import(${JSON.stringify(address)});`);
    const runtime = {
      ...{ binary: packagedBinary() ?? "", version: "", runner },
      ...{ bash: null, setpriv: null, bubblewrap: null, baseKilobytes: null },
    };
    const { file, args, env, cwd } = commandFor(runtime, defaultLimits, places);
    const child = spawn(file, args, { env, cwd, stdio: ["pipe", "pipe", "pipe"] });
    const timer = setTimeout(() => child.kill("SIGKILL"), 20_000);
    let printed = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
    });
    await new Promise<void>((done) => child.once("close", () => done()));
    clearTimeout(timer);
    return printed;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
