import { textFor } from "@parley/e2e/model-server";
import { z } from "zod";
import { until } from "../lib/until.ts";
import type { World } from "../lib/world.ts";
import { type Found, find } from "./round.ts";

const conversation = z.object({
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
});

/** Has an interrupted answer continued to its end: what the model says then is appended. */
export async function continueToTheEnd(world: World, found: Found, problems: string[]) {
  const request = await resume(world, found);
  const { messages } = conversation.parse(request.body);
  const asked = messages.findLast(({ role }) => role === "user");
  const after = await settled(world, found, problems);
  if (after.status !== "done" || after.text !== found.text + textFor(asked?.content ?? "")) {
    problems.push(`A continued answer ended ${after.status}, with other text than was sent.`);
  }
}

/** Has an interrupted answer continued, and stops it once more text has come. */
export async function continueAndStop(world: World, found: Found, problems: string[]) {
  const { chatId, answerId, text: question } = found.asked;
  const request = await resume(world, found);
  await until(() => (request.sent >= 5 ? true : undefined), { what: "text after `continue`" });
  await world.client.turns.stop.mutate({ chatId, messageId: answerId });
  const after = await settled(world, found, problems);
  const added = after.text.slice(found.text.length);
  if (!after.text.startsWith(found.text) || !textFor(question).startsWith(added)) {
    problems.push("A continued answer is not what was there and what was sent since.");
  }
  if (after.status !== "stopped" || added === "") {
    problems.push(
      `A continued answer that was stopped is ${after.status}, with ${added.length} more characters.`,
    );
  }
}

/** Resolves with the request that Parley sends to have the answer continued. */
async function resume({ client, models }: World, { asked }: Found) {
  const before = models.requests().length;
  await client.turns.continue.mutate({ chatId: asked.chatId, messageId: asked.answerId });
  return await until(
    () =>
      models
        .requests()
        .slice(before)
        .find(({ body }) => JSON.stringify(body).includes(asked.mark)),
    { what: "request after `continue`" },
  );
}

function settled(world: World, { asked }: Found, problems: string[]): Promise<Found> {
  return until(
    async () => {
      const now = await find(world, asked, problems);
      return now === null || now.status === "streaming" ? undefined : now;
    },
    { what: "end of a continued answer", everyMs: 100 },
  );
}
