import { addConnection, createApiKey } from "@parley/e2e/harness";
import type { Context, Programme, Verdict } from "../lib/programme.ts";
import { until } from "../lib/until.ts";
import { openWorld, type World } from "../lib/world.ts";
import { broken } from "./broken.ts";
import { askAsClient, askAsPage, type Subject } from "./callers.ts";
import type { Expected, Fault } from "./fault.ts";
import { odd } from "./odd.ts";
import { type FaultServer, startFaultServer } from "./server.ts";
import { timeouts } from "./timeouts.ts";
import type { Protocol } from "./wire.ts";

const faults: Fault[] = [...broken, ...odd];
const protocols: Protocol[] = ["openai", "ollama"];
const atOnce = 6;

export const faultsProgramme: Programme = {
  name: "faults",
  sentence: "whatever a model server does wrong, every caller gets the right end and nothing leaks",
  run,
};

type Row = { fault: string; protocol: Protocol; expected: Expected; seen: Expected };

async function run(context: Context): Promise<Verdict> {
  const server = await startFaultServer(faults, context.quick);
  context.resources.defer(() => server.stop());
  const world = await openWorld(context, "faults");
  await world.client.settings.set.mutate({ titleGeneration: false });
  const key = await createApiKey(world.parley.url, world.session, "faults");

  const problems: string[] = [];
  const rows = await matrix({ context, world, key, server });
  for (const row of rows) problems.push(...differences(row));
  const silent = await timeouts(server);
  for (const { protocol, fault, stream, expected, seen } of silent) {
    context.print(
      `${mark(seen === expected)} ${protocol}: ${fault}, ${stream ? "streamed" : "whole"}, in this process: ${seen}`,
    );
    if (seen !== expected) {
      problems.push(`${protocol}: ${fault}: expected ${expected}, but it was ${seen}.`);
    }
  }
  problems.push(...(await aftermath(world, server)));
  const cells = rows.flatMap(({ expected }) => Object.values(expected)).filter(Boolean).length;
  return {
    problems,
    decisive: `${faults.length} faults, both protocols, ${cells + silent.length} ends as they should be, ${server.running()} connections left`,
    figures: {
      faults: faults.length,
      ends: cells,
      endsByTimeout: silent.length,
      connectionsLeft: server.running(),
    },
  };
}

type Parts = { context: Context; world: World; key: string; server: FaultServer };

/** Every fault, in both protocols, seen by every caller; a connection each, so that none spoils another's. */
async function matrix({ context, world, key, server }: Parts): Promise<Row[]> {
  const todo = faults.flatMap((fault, index) =>
    protocols.map((protocol) => ({ fault, protocol, prefix: `${protocol}-${index}` })),
  );
  const rows: Row[] = [];
  const worker = async () => {
    for (let next = todo.shift(); next !== undefined; next = todo.shift()) {
      const { fault, protocol, prefix } = next;
      await addConnection(world.parley.url, world.session, {
        kind: protocol,
        name: prefix,
        baseUrl: server.address(protocol, fault.name),
        prefix,
      });
      const model = `${prefix}.${fault.name}`;
      const patienceMs = context.quick ? 30_000 : 900_000;
      const expected = fault.expected(protocol);
      const seen = await see({ world, key, model, fault, patienceMs }, expected);
      const row = { fault: fault.name, protocol, expected, seen };
      show(context, row);
      rows.push(row);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return rows;
}

async function see(subject: Subject, expected: Expected): Promise<Expected> {
  const [turn, stream, whole] = await Promise.all([
    expected.turn === null ? null : askAsPage(subject),
    expected.stream === null ? null : askAsClient(subject, true),
    expected.whole === null ? null : askAsClient(subject, false),
  ]);
  return { turn, stream, whole };
}

function mark(good: boolean): string {
  return good ? "✓" : "✗";
}

function show({ print }: Context, row: Row): void {
  const { fault, protocol, seen } = row;
  print(`${mark(differences(row).length === 0)} ${protocol}: ${fault}`);
  print(`    page      ${seen.turn ?? "–"}`);
  print(`    streamed  ${seen.stream ?? "–"}`);
  print(`    whole     ${seen.whole ?? "–"}`);
}

function differences({ fault, protocol, expected, seen }: Row): string[] {
  return (["turn", "stream", "whole"] as const).flatMap((caller) =>
    seen[caller] === expected[caller]
      ? []
      : [`${protocol}: ${fault}, ${caller}: expected ${expected[caller]}, got ${seen[caller]}.`],
  );
}

/** What is left when all is over: a healthy server, nothing unnoticed in its log, no open connection. */
async function aftermath(world: World, server: FaultServer): Promise<string[]> {
  const problems: string[] = [];
  const over = () => (server.running() === 0 ? true : undefined);
  await until(over, { what: "end of the connections to the model servers" }).catch(() =>
    problems.push(`${server.running()} connections were left open.`),
  );
  const health = await fetch(`${world.parley.url}/api/health`);
  if (!health.ok) problems.push(`Afterwards Parley's health is ${health.status}.`);
  const unnoticed = /unhandled|uncaught|failed unnoticed|A turn broke|A request failed/i;
  for (const line of world.parley.log().split("\n")) {
    if (unnoticed.test(line)) problems.push(`Parley's log: ${line.slice(0, 300)}`);
  }
  return problems;
}
