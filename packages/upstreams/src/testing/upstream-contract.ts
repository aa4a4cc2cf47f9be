import type { CompletionRequest, Upstream } from "@parley/core";
import { completion, completionChunk, parseJson } from "@parley/core";
import { createParser } from "eventsource-parser";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { never, textOfBytes, textOfChunks } from "./tools.ts";

/** What the contract needs of an implementation and of what answers behind it. */
export type ContractSubject = {
  upstream: Upstream;
  model: string;
  /** Messages with known answers. */
  asks: { plain: string; plainAnswer: string; slow: string; refused: string; brokenOff: string };
  refusedStatus: number;
  /** Resolves when whoever answers has seen its client leave, after `slow` was asked. */
  clientLeft(): Promise<void>;
  stop(): Promise<void>;
};

function textOfEvents(stream: string): string {
  let text = "";
  const parser = createParser({
    onEvent({ data }) {
      if (data === "[DONE]") return;
      text += textOfChunks([parseJson(completionChunk, data) ?? { choices: [] }]);
    },
  });
  parser.feed(stream);
  return text;
}

/** The promises of the port `Upstream`, for every implementation. */
export function describeUpstream(name: string, make: () => Promise<ContractSubject>) {
  describe(`${name} keeps the promises of an upstream`, () => {
    let subject: ContractSubject;
    beforeAll(async () => {
      subject = await make();
    });
    afterAll(async () => {
      await subject.upstream.close();
      await subject.stop();
    });

    const ask = (content: string, stream = true): CompletionRequest => ({
      model: subject.model,
      stream,
      messages: [{ role: "user", content }],
    });
    const complete = (content: string, stream = true, signal = never()) =>
      subject.upstream.complete(ask(content, stream), { signal });

    it("lists its models, each with an id and a name", async () => {
      const models = await subject.upstream.listModels({ signal: never() });
      expect(models.length).toBeGreaterThan(0);
      for (const model of models) expect(model).toMatchObject({ id: /./, name: /./ });
      expect(models.map(({ id }) => id)).toContain(subject.model);
    });

    it("lists nothing for a caller that has left", async () => {
      const reason = new Error("left");
      const listing = subject.upstream.listModels({ signal: AbortSignal.abort(reason) });
      await expect(listing).rejects.toBe(reason);
    });

    it("streams chunks with the text and one finish reason", async () => {
      const answer = await complete(subject.asks.plain);
      const chunks = await Array.fromAsync(answer.chunks());
      expect(textOfChunks(chunks)).toBe(subject.asks.plainAnswer);
      const reasons = chunks.flatMap((chunk) => chunk.choices[0]?.finish_reason ?? []);
      expect(reasons).toEqual(["stop"]);
      expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
    });

    it("streams bytes with the same text, ended by [DONE]", async () => {
      const answer = await complete(subject.asks.plain);
      const stream = await textOfBytes(answer.bytes());
      expect(textOfEvents(stream)).toBe(subject.asks.plainAnswer);
      expect(stream.endsWith("data: [DONE]\n\n")).toBe(true);
    });

    it("gives an answer that is not streamed as one chunk", async () => {
      const answer = await complete(subject.asks.plain, false);
      const chunks = await Array.fromAsync(answer.chunks());
      expect(chunks).toHaveLength(1);
      expect(textOfChunks(chunks)).toBe(subject.asks.plainAnswer);
      expect(chunks[0]?.choices[0]?.finish_reason).toBe("stop");
    });

    it("gives an answer that is not streamed as OpenAI's JSON", async () => {
      const answer = await complete(subject.asks.plain, false);
      const whole = parseJson(completion, await textOfBytes(answer.bytes()));
      expect(whole?.object).toBe("chat.completion");
      expect(whole?.choices[0]?.message.content).toBe(subject.asks.plainAnswer);
      expect(whole?.usage).toMatchObject({ total_tokens: expect.any(Number) });
    });

    it.each(["bytes", "chunks"] as const)(
      "rejects %s with the reason of an abort",
      async (form) => {
        const stop = new AbortController();
        const answer = await complete(subject.asks.slow, true, stop.signal);
        const iterator = answer[form]()[Symbol.asyncIterator]();
        expect((await iterator.next()).done).toBe(false);
        const reason = new Error("stopped by a person");
        const rest = (async () => {
          for (let next = await iterator.next(); !next.done; ) next = await iterator.next();
        })();
        stop.abort(reason);
        await expect(rest).rejects.toBe(reason);
        await subject.clientLeft();
      },
    );

    it.each(["bytes", "chunks"] as const)("closes when the reader of %s leaves", async (form) => {
      const answer = await complete(subject.asks.slow);
      for await (const _ of answer[form]()) break;
      await subject.clientLeft();
    });

    it("rejects at once when the signal was aborted before", async () => {
      const reason = new Error("too late");
      await expect(complete(subject.asks.plain, true, AbortSignal.abort(reason))).rejects.toBe(
        reason,
      );
    });

    it("refuses before the first byte, with status and message", async () => {
      const refusal = complete(subject.asks.refused);
      await expect(refusal).rejects.toMatchObject({
        name: "ParleyError",
        code: "upstream_error",
        status: subject.refusedStatus,
        message: /./,
      });
    });

    it("rejects the iterator at an error in the middle, after the text before it", async () => {
      const answer = await complete(subject.asks.brokenOff);
      let text = "";
      const reading = (async () => {
        for await (const chunk of answer.chunks()) text += textOfChunks([chunk]);
      })();
      await expect(reading).rejects.toMatchObject({ name: "ParleyError", code: "upstream_error" });
      expect(text).not.toBe("");
    });

    it("keeps answers that run at once apart", async () => {
      const texts = await Promise.all(
        Array.from({ length: 8 }, async (_, index) => {
          const answer = await complete(index % 2 ? subject.asks.plain : subject.asks.slow);
          const chunks = await Array.fromAsync(answer.chunks());
          return { odd: index % 2 === 1, text: textOfChunks(chunks) };
        }),
      );
      const plain = texts.filter(({ odd }) => odd).map(({ text }) => text);
      const slow = texts.filter(({ odd }) => !odd).map(({ text }) => text);
      expect(new Set(plain)).toEqual(new Set([subject.asks.plainAnswer]));
      expect(new Set(slow).size).toBe(1);
      expect(slow[0]).not.toBe(subject.asks.plainAnswer);
    });
  });
}
