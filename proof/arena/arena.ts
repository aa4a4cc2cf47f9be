import { type ArenaRules, arenaRules } from "@parley/core";
import { type Client, type Session, signUp, trpc } from "@parley/e2e/harness";
import { scriptedModels } from "@parley/e2e/model-server";
import { z } from "zod";
import type { Context, Programme, Verdict } from "../lib/programme.ts";
import { openWorld, type World } from "../lib/world.ts";
import { killBetween } from "./restart.ts";
import { type Answered, type Ask, compare, rollMany } from "./rolls.ts";

const times = { full: 6_000, quick: 400 };
const [small = "", large = ""] = scriptedModels;
const preset = "third";

export const arenaProgramme: Programme = {
  name: "arena",
  sentence: "an arena picks fairly among those it may, and keeps to its pick through a crash",
  run,
};

async function run(context: Context): Promise<Verdict> {
  const world = await openWorld(context, "arena");
  const { client } = world;
  await client.settings.set.mutate({ titleGeneration: false, signUp: "open", demoModels: false });
  await setUp(client);
  const ask = await asking(world, world.session);
  const bea = await signUp(world.parley.url, { ...person, name: "Bea" });
  const asBea = await asking(world, bea);
  const count = times[context.quick ? "quick" : "full"];
  const problems: string[] = [];
  const figures: Verdict["figures"] = { times: count };

  const check = async (name: string, who: Ask, shares: Record<string, number>) => {
    const found = compare(await rollMany(who, name, count), shares);
    figures[name] = found.figures;
    const { statistic, limit, counts } = found.figures;
    context.print(
      `${name}: chi-squared ${statistic} (at most ${limit}), ${JSON.stringify(counts)}`,
    );
    if (found.problem !== null) problems.push(`${name}: ${found.problem}`);
    return statistic;
  };
  const uniform = await check("uniform", ask, { [small]: 1, [large]: 1, [preset]: 1 });
  await check("weighted", ask, { [small]: 1, [large]: 3 });
  await check("excluding", ask, { [small]: 1, [preset]: 1 });
  await check("permitted", ask, { [small]: 1, [large]: 1, [preset]: 1 });
  await checkOnly("permitted", { who: asBea, only: small, problems, context, count });
  await check("nested", ask, { [small]: 2, [large]: 1, [preset]: 1 });

  const even = await rollMany(ask, "even", 90);
  figures.leastCompared = Object.fromEntries(even);
  const spread = Math.max(...even.values()) - Math.min(...even.values());
  context.print(`least compared, 90 rolls, some at once: ${JSON.stringify([...even])}`);
  if (even.size !== 3 || spread > 8) problems.push(`Least compared is uneven: ${[...even]}.`);

  const empty = await asBea("closed");
  figures.noneLeft = { ...empty };
  context.print(`none left: ${JSON.stringify(empty)}`);
  if (empty.status !== 503 || empty.code !== "arena_empty") {
    problems.push(`An arena with nobody to choose answered ${JSON.stringify(empty)}.`);
  }

  const { survival } = await killBetween(context, { world, arenaId: "nested" });
  figures.restart = { ...survival };
  context.print(`killed between pick and first byte: ${JSON.stringify(survival)}`);
  const expected = survival.picked === preset ? small : survival.picked;
  if (survival.goneOnWith !== expected || survival.status !== "interrupted") {
    problems.push(`The pick did not survive: ${JSON.stringify(survival)}.`);
  }
  return {
    problems,
    decisive: `uniform chi-squared ${uniform} of 18.42 over ${count} picks, ${survival.picked} kept through kill -9`,
    figures,
  };
}

const person = { email: "bea@example.com", password: "a long enough password" };

/** Three models (one a preset) and the arenas over them. */
async function setUp(client: Client): Promise<void> {
  const everyone = [{ to: "everyone" as const, permission: "read" as const }];
  const create = (definition: { id: string; grants?: typeof everyone | [] } & Kind) =>
    client.models.create.mutate({ name: definition.id, grants: everyone, ...definition });
  await create({ kind: "preset", id: preset, baseModelId: small });
  const arena = (id: string, rules: Partial<ArenaRules>) =>
    create({ kind: "arena", id, arena: arenaRules.parse({ reveal: "at-once", ...rules }) });
  const all = [small, large, preset];
  await arena("uniform", { modelIds: all });
  await arena("even", { modelIds: all, strategy: "least-compared" });
  await arena("weighted", {
    modelIds: all,
    strategy: "weighted",
    weights: { [small]: 1, [large]: 3, [preset]: 0 },
  });
  await arena("excluding", { filterMode: "exclude", modelIds: [large] });
  await arena("inner", { modelIds: [large, preset] });
  await arena("nested", { modelIds: [small, "inner"], nested: true });
  await arena("permitted", { modelIds: all });
  await arena("closed", { modelIds: [large, preset] });
  const closed = { grants: [], description: null };
  await client.models.create.mutate({ kind: "upstream", id: large, ...closed });
  await client.models.replace.mutate({
    ...{ kind: "preset", id: preset, name: preset, baseModelId: small },
    ...closed,
  });
}
type Kind =
  | { kind: "preset"; baseModelId: string }
  | { kind: "arena"; arena: z.input<typeof arenaRules> };

async function checkOnly(
  name: string,
  { who, only, problems, context, count }: Only,
): Promise<void> {
  const counts = await rollMany(who, name, Math.ceil(count / 10));
  context.print(`${name}, for somebody with less: ${JSON.stringify([...counts])}`);
  if (counts.size !== 1 || !counts.has(only)) {
    problems.push(`${name}: somebody got ${[...counts.keys()].join(", ")} instead of ${only}.`);
  }
}
type Only = { who: Ask; only: string; problems: string[]; context: Context; count: number };

const body = z.looseObject({
  selected_model_id: z.string().optional(),
  error: z.looseObject({ code: z.string() }).optional(),
});

/** Asks with an API key of this person, without a stream. */
async function asking({ parley }: World, session: Session): Promise<Ask> {
  const client = trpc(parley.url, session);
  const { key } = await client.keys.create.mutate({ name: "proof", expiresInDays: null });
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  return async (model): Promise<Answered> => {
    const messages = [{ role: "user", content: "hi" }];
    const response = await fetch(`${parley.url}/v1/chat/completions`, {
      method: "POST",
      headers,
      body: JSON.stringify({ model, messages }),
    });
    const { selected_model_id: selected = null, error } = body.parse(await response.json());
    return { status: response.status, selected, code: error?.code ?? null };
  };
}
