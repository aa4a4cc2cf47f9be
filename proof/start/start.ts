import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import type { Context, Programme, Verdict } from "../lib/programme.ts";
import { rounded } from "../lib/statistics.ts";
import { temporaryFolder } from "../lib/world.ts";
import { emptyCaches, shellEnvironment } from "./environment.ts";
import { npmStart } from "./npm-start.ts";

const checkout = path.resolve(import.meta.dirname, "../..");
const limits = { firstSeconds: 300, againSeconds: 10 };

export const startProgramme: Programme = {
  name: "start",
  sentence: "a fresh clone with empty caches serves in 5 minutes, and again in 10 seconds",
  run,
};

async function run(context: Context): Promise<Verdict> {
  const environment = shellEnvironment(context.environment, {
    execPath: process.execPath,
    hasNpm: (folder) => existsSync(path.join(folder, "npm")),
  });
  const temporary = await temporaryFolder(context, "start");
  return context.quick
    ? await startBuilt(context, { environment, temporary })
    : await startFresh(context, { environment, temporary });
}

type Where = { environment: NodeJS.ProcessEnv; temporary: string };

/** Only the later start, of this very checkout on a data folder that exists. */
async function startBuilt(context: Context, { environment, temporary }: Where): Promise<Verdict> {
  const own = { ...environment, DATA_DIR: path.join(temporary, "data") };
  const timeoutMs = 120_000;
  const options = { folder: checkout, environment: own, timeoutMs, resources: context.resources };
  await (await npmStart(options)).stop();
  const again = await npmStart(options);
  await again.stop();
  return verdict({ againSeconds: again.ms / 1000 });
}

async function startFresh(context: Context, { environment, temporary }: Where): Promise<Verdict> {
  const { print, resources } = context;
  const folder = path.join(temporary, "a fresh clone of Parley");
  const git = (...command: string[]) =>
    execFileSync("git", command, { cwd: checkout, encoding: "utf8" }).trim();
  git("clone", "--quiet", "--no-hardlinks", checkout, folder);
  const left = git("status", "--porcelain")
    .split("\n")
    .filter((line) => line !== "").length;
  if (left > 0) print(`the clone is without ${left} files of the checkout that are not committed`);

  const fresh = { ...environment, ...emptyCaches(path.join(temporary, "caches")) };
  const node = execFileSync("node", ["--version"], { env: fresh, encoding: "utf8" }).trim();
  print(`npm start with Node ${node} in ${folder}`);
  const options = { folder, environment: fresh, timeoutMs: 900_000, resources };
  const first = await npmStart(options);
  print(`healthy after ${rounded(first.ms / 1000)} s`);
  await first.stop();
  const again = await npmStart(options);
  print(`the second time after ${rounded(again.ms / 1000)} s`);
  await again.stop();
  return verdict({ firstSeconds: first.ms / 1000, againSeconds: again.ms / 1000 }, node);
}

function verdict(
  seconds: { firstSeconds?: number; againSeconds: number },
  node = process.version,
): Verdict {
  const { firstSeconds, againSeconds } = seconds;
  const problems = [
    ...(firstSeconds === undefined || firstSeconds < limits.firstSeconds
      ? []
      : [`The first start took ${rounded(firstSeconds)} s; ${limits.firstSeconds} are allowed.`]),
    ...(againSeconds < limits.againSeconds
      ? []
      : [`A later start took ${rounded(againSeconds)} s; ${limits.againSeconds} are allowed.`]),
  ];
  const first = firstSeconds === undefined ? "" : `first ${rounded(firstSeconds)} s, `;
  return {
    problems,
    decisive: `healthy: ${first}again ${rounded(againSeconds)} s (machine's Node ${node})`,
    figures: {
      ...(firstSeconds === undefined ? {} : { firstSeconds: rounded(firstSeconds) }),
      againSeconds: rounded(againSeconds),
      node,
    },
  };
}
