import { textFor } from "@parley/e2e/model-server";
import { until } from "../lib/until.ts";
import type { World } from "../lib/world.ts";
import { type Found, find } from "./round.ts";

/** Has an interrupted answer continued to its end. The model begins anew, so its whole text is appended. */
export async function continueToTheEnd(world: World, found: Found, problems: string[]) {
  const { chatId, answerId, text: question } = found.asked;
  await world.client.turns.continue.mutate({ chatId, messageId: answerId });
  const after = await settled(world, found, problems);
  if (after.status !== "done" || after.text !== found.text + textFor(question)) {
    problems.push(`A continued answer ended ${after.status}, with other text than was sent.`);
  }
}

/** Has an interrupted answer continued, and stops it once more text has come. */
export async function continueAndStop(world: World, found: Found, problems: string[]) {
  const { chatId, answerId, text: question } = found.asked;
  const before = world.models.requests().length;
  await world.client.turns.continue.mutate({ chatId, messageId: answerId });
  await until(
    () =>
      world.models
        .requests()
        .slice(before)
        .find((each) => each.sent >= 5 && JSON.stringify(each.body).includes(answerMark(question))),
    { what: "text after `continue`" },
  );
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

/** The line of a question that no other has. */
function answerMark(question: string): string {
  return question.split("\n")[1] ?? question;
}

function settled(world: World, found: Found, problems: string[]) {
  return until(
    async () => {
      const now = await find(world, found.asked, problems);
      return now === null || now.status === "streaming" ? undefined : now;
    },
    { what: "end of a continued answer", everyMs: 100 },
  );
}
