import { randomUUID } from "node:crypto";
import { parleyMetadataOf } from "@parley/core";
import { type Parley, trpc } from "@parley/e2e/harness";
import { z } from "zod";
import type { Context } from "../lib/programme.ts";
import { startServer, type World } from "../lib/world.ts";

const asked = z.looseObject({ model: z.string() });
const kept = z.looseObject({ arena: z.looseObject({ picked: z.string() }) });

export type Survival = {
  /** What the first roll chose, as the message kept it. */
  picked: string;
  /** What the model server was asked for when the answer was gone on with. */
  goneOnWith: string;
  status: string;
};

/**
 * Kills Parley after an arena's pick and before the first byte of the answer, starts it again on the
 * same data, and goes on with the answer.
 */
export async function killBetween(
  context: Context,
  { world, arenaId }: { world: World; arenaId: string },
): Promise<{ survival: Survival; parley: Parley }> {
  const { models, client, parley, session, dataDir } = world;
  models.reset();
  const ids = { chatId: randomUUID(), questionId: randomUUID(), answerId: randomUUID() };
  const question = { ...ids, parentId: null, content: "E2E:manual", model: arenaId };
  await client.turns.send.mutate(question);
  await models.when(({ code }) => code === "manual");
  await parley.kill();
  models.reset();
  const again = await startServer(context, dataDir);
  const after = trpc(again.url, session);
  const opened = await after.chats.open.query({ chatId: ids.chatId });
  const answer = opened.messages.find(({ id }) => id === ids.answerId);
  const { picked } = kept.parse(parleyMetadataOf(answer?.metadata ?? {})).arena;
  await after.turns.continue.mutate({ chatId: ids.chatId, messageId: ids.answerId });
  const request = await models.when(({ code }) => code === "manual");
  models.finish();
  const survival = {
    picked,
    goneOnWith: asked.parse(request.body).model,
    status: answer?.status ?? "gone",
  };
  return { survival, parley: again };
}
