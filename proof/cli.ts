import { writeFile } from "node:fs/promises";
import { availableParallelism, loadavg } from "node:os";
import { type Invocation, parseArguments, UsageError, usage } from "./lib/arguments.ts";
import type { Context, Verdict } from "./lib/programme.ts";
import { machine, recordFigures } from "./lib/record.ts";
import { programmes } from "./programmes.ts";

const print = (line: string) => void process.stdout.write(`${line}\n`);

function list(): void {
  const width = Math.max(...programmes.map(({ name }) => name.length));
  for (const { name, sentence } of programmes) print(`${name.padEnd(width)}  ${sentence}`);
  print(`\n${usage}`);
}

/** Ends everything that the programme started, however it ends, and only then the process. */
async function measure(invocation: Extract<Invocation, { command: "run" }>): Promise<Verdict> {
  const programme = programmes.find(({ name }) => name === invocation.name);
  if (programme === undefined) throw new Error(`${invocation.name} is not in the list`);
  await using resources = new AsyncDisposableStack();
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const) {
    process.once(signal, () => void resources.disposeAsync().finally(() => process.exit(code)));
  }
  const context: Context = {
    quick: invocation.quick,
    print,
    chromium: process.env.PARLEY_CHROMIUM ?? "/usr/bin/chromium",
    environment: process.env,
    profileFolder: invocation.profile,
    resources,
  };
  return await programme.run(context);
}

async function main(argv: string[]): Promise<number> {
  const invocation = parseArguments(
    argv,
    programmes.map(({ name }) => name),
  );
  if (invocation.command === "list") {
    list();
    return 0;
  }
  const { name, json, record, quick } = invocation;
  const [load = 0] = loadavg();
  if (load > availableParallelism()) {
    print(`This machine is busy (load ${load.toFixed(1)}): its times will not be its best.`);
  }
  const started = performance.now();
  const verdict = await measure(invocation);
  const { problems, decisive, figures } = verdict;
  const pass = problems.length === 0;
  const seconds = Math.round((performance.now() - started) / 1000);
  if (json !== null) {
    const kept = {
      name,
      pass,
      quick,
      decisive,
      problems,
      figures,
      seconds,
      load,
      machine: machine(),
    };
    await writeFile(json, `${JSON.stringify(kept, null, 2)}\n`);
  }
  if (record) await recordFigures(name, verdict, load);
  for (const problem of problems) print(`✗ ${problem}`);
  print(`prove ${name}: ${pass ? "pass" : "fail"} · ${decisive} · ${seconds} s`);
  return pass ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof UsageError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  } else {
    const name = process.argv.slice(2).find((argument) => !argument.startsWith("-"));
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    print(`prove ${name}: fail · it could not be measured; the lines above say why`);
    process.exitCode = 1;
  }
}
