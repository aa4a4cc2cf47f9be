import type { ScriptedCall } from "@parley/core/testing";
import type { serveWorld } from "./serve-world.ts";

export const asks = [{ role: "user", content: "What is a lease?" }];

/** Ways to ask a world's `POST /api/chat/completions`, and its model "m" for words. */
export function asking(world: () => Awaited<ReturnType<typeof serveWorld>>) {
  const post = (body: object, who = "ada", path = "/api/chat/completions") =>
    fetch(world().url + path, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${who}` },
      body: JSON.stringify({ model: "m", messages: asks, ...body }),
    });

  /** Lets the upstream say this in answer to a call. */
  async function speak(call: ScriptedCall, words: string[]) {
    await call.say(...words);
    await call.finish({ usage: { completion_tokens: 2 } });
  }

  /** Sends, lets the upstream say this, and resolves with the answer to the caller. */
  async function exchange(body: object, words: string[] = ["Hello", " there"], who = "ada") {
    const pending = post(body, who);
    const call = await world().nextCall();
    await speak(call, words);
    return { response: await pending, request: call.request };
  }

  /** Ada's chat of this id, with question "q" ("One") and answer "a" ("First"). */
  async function begun(chatId: string) {
    const { services, nextCall, untilIdle } = world();
    const started = services.turns.send(
      { userId: "ada", name: "ada", email: "ada@example.org", role: "user", via: "session" },
      { chatId, questionId: "q", parentId: null, content: "One", model: "m", answerId: "a" },
    );
    await speak(await nextCall(), ["First"]);
    await started;
    await untilIdle(chatId);
  }

  const chatsOf = async (who: string) =>
    (await world().chats.list(who, { limit: 100 })).chats.length;

  return { post, speak, exchange, begun, chatsOf };
}
