import { isDeepStrictEqual } from "node:util";
import { createApiKey } from "@parley/e2e/harness";
import type { ModelServer } from "@parley/e2e/model-server";
import OpenAI from "openai";
import type { Context, Programme, Verdict } from "../lib/programme.ts";
import { model, openWorld } from "../lib/world.ts";
import { helperRequests } from "./helpers.ts";
import { type MeantName, meantDifferences } from "./meant.ts";
import { type Outcome, whole } from "./outcome.ts";
import { plainRequests, type Request, say } from "./requests.ts";

export const openaiProgramme: Programme = {
  name: "openai",
  sentence: "OpenAI's own client behaves against Parley as it does against the upstream itself",
  run,
};

type Compared = { request: Request; upstream: Outcome; parley: Outcome };

async function run(context: Context): Promise<Verdict> {
  const world = await openWorld(context, "openai");
  const { models, parley, session } = world;
  await world.client.settings.set.mutate({ titleGeneration: false, demoModels: false });
  const apiKey = await createApiKey(parley.url, session, "openai");
  const common = { maxRetries: 0, logLevel: "off" } as const;
  const direct = new OpenAI({ baseURL: `${models.url}/v1`, apiKey: "none", ...common });
  const through = new OpenAI({ baseURL: `${parley.url}/v1`, apiKey, ...common });

  const requests = [...plainRequests, ...helperRequests(models)];
  const problems: string[] = [];
  const met: Partial<Record<MeantName, number>> = {};
  let equal = 0;
  for (const request of requests) {
    const upstream = await ask(request, direct, models);
    const answered = await ask(request, through, models);
    // A connection that fails again and again may be left alone for a while; that is compared elsewhere.
    if ((answered.error?.status ?? 0) >= 500) await whole({ client: through, model }, say("Well?"));
    const compared = { request, upstream, parley: answered };
    const problem = problemOf(compared);
    const { meant } = request;
    if (problem !== null) problems.push(problem);
    else if (meant === undefined) equal += 1;
    else met[meant] = (met[meant] ?? 0) + 1;
    const verdict = meant === undefined ? "the same" : `differs, as it is meant: ${meant}`;
    context.print(`${problem === null ? "✓" : "✗"} ${request.name}: ${problem ?? verdict}`);
  }
  context.print("");
  for (const [name, { reason }] of Object.entries(meantDifferences)) {
    context.print(`meant: ${name}. ${reason}`);
  }
  const differing = Object.values(met).reduce((sum, count) => sum + count, 0);
  return {
    problems,
    decisive: `${requests.length} requests: ${equal} the same, ${differing} with one of ${Object.keys(met).length} differences that are meant`,
    figures: { requests: requests.length, same: equal, meant: met },
  };
}

/** The ids of a server that counts become places, so that they can be compared, and none may be changed. */
async function ask({ run: ask }: Request, client: OpenAI, models: ModelServer): Promise<Outcome> {
  const before = models.requests().length;
  const outcome = await ask({ client, model });
  let text = JSON.stringify(outcome);
  for (const [index, { id }] of models.requests().slice(before).entries()) {
    text = text.replaceAll(`chatcmpl-${id}\\"`, `chatcmpl-place${index}\\"`);
    text = text.replaceAll(`chatcmpl-${id}"`, `chatcmpl-place${index}"`);
  }
  const placed: Outcome = JSON.parse(text);
  return placed;
}

function problemOf({ request, upstream, parley }: Compared): string | null {
  const same = isDeepStrictEqual(upstream, parley);
  const { name, meant, fails = false } = request;
  if (meant === undefined && fails !== (upstream.error !== undefined)) {
    return `${name}: the upstream itself ${fails ? "answers" : "fails"}: ${JSON.stringify(upstream).slice(0, 300)}`;
  }
  if (meant === undefined) return same ? null : `${name}: ${difference(upstream, parley)}`;
  if (same) return `${name}: "${meant}" was to differ, and does not`;
  if (meantDifferences[meant].holds(upstream, parley)) return null;
  return `${name} differs otherwise than by "${meant}": ${difference(upstream, parley)}`;
}

/** The outcomes from a little before the first character in which they differ. */
function difference(upstream: Outcome, parley: Outcome): string {
  const [one, other] = [JSON.stringify(upstream), JSON.stringify(parley)];
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const from = Math.max(0, at - 80);
  return `the upstream gives …${one.slice(from, at + 160)}, Parley …${other.slice(from, at + 160)}`;
}
