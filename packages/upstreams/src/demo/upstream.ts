import {
  type Clock,
  type CompletionChunk,
  type CompletionRequest,
  chunkAnswer,
  type NewId,
  ParleyError,
  systemClock,
  type Upstream,
} from "@parley/core";
import { wantsUsageApart } from "../shared/usage-wish.ts";
import { type ConversationView, viewOf } from "./conversation-view.ts";
import { goOn } from "./go-on.ts";
import { demoModels } from "./models.ts";
import { type Beat, beatsOf, pause } from "./script.ts";
import { titleOf } from "./title.ts";

export type DemoOptions = {
  clock?: Clock;
  newId?: NewId;
  /** Milliseconds before the first word. */
  firstPause?: number;
};

/** The built-in demonstration models: no network, the timing of a real model. */
export function createDemo(options: DemoOptions = {}): Upstream {
  const { clock = systemClock, newId = () => crypto.randomUUID(), firstPause = 250 } = options;

  return {
    async listModels({ signal }) {
      signal.throwIfAborted();
      return demoModels.map(({ answer: _, ...model }) => model);
    },

    async complete(request, { signal }) {
      const view = viewOf(request);
      const beats = goOn(request, beatsFor(request, view));
      await pause(clock, firstPause, signal);
      if (beats[0]?.kind === "fail") throw new ParleyError("upstream_error", beats[0].message);
      const streamed = request.stream === true;
      const head = {
        id: `chatcmpl-${newId()}`,
        object: "chat.completion.chunk",
        created: Math.floor(clock.now() / 1000),
        model: request.model,
      };
      // Without a stream nobody sees the words come, so nobody is made to wait for them.
      const wait = (beat: number) => (streamed ? pause(clock, beat, signal) : null);
      const usage = usageOf(view, beats);
      const apart = wantsUsageApart(request);
      return chunkAnswer(perform(beats, { head, wait, usage, apart }), streamed);
    },

    // Nothing is held open.
    close: () => Promise.resolve(),
  };
}

function beatsFor(request: CompletionRequest, view: ConversationView): Beat[] {
  const model = demoModels.find(({ id }) => id === request.model);
  if (model === undefined) {
    const known = demoModels.map(({ id }) => id).join(", ");
    throw new ParleyError(
      "model_not_found",
      `There is no demonstration model "${request.model}"; there are: ${known}.`,
      { param: "model" },
    );
  }
  const title = titleOf(view);
  return title === null ? model.answer(view) : beatsOf(title);
}

/** Pieces stand in for tokens: of the answer as it is sent, of the question by the same rule. */
function usageOf(view: ConversationView, beats: Beat[]) {
  const prompt = beatsOf(view.all).length;
  return {
    prompt_tokens: prompt,
    completion_tokens: beats.length,
    total_tokens: prompt + beats.length,
  };
}

type Performance = {
  head: Omit<CompletionChunk, "choices">;
  wait: (milliseconds: number) => Promise<void> | null;
  usage: NonNullable<CompletionChunk["usage"]>;
  /** Whether usage comes in a chunk of its own, or with the last one. */
  apart: boolean;
};

type Delta = NonNullable<CompletionChunk["choices"][number]["delta"]>;

async function* perform(
  beats: Beat[],
  { head, wait, usage, apart }: Performance,
): AsyncGenerator<CompletionChunk> {
  const chunk = (delta: Delta, finish: string | null = null): CompletionChunk => ({
    ...head,
    choices: [{ index: 0, delta, finish_reason: finish }],
  });
  yield chunk({ role: "assistant", content: "" });
  for (const beat of beats) {
    if (beat.kind === "fail") throw new ParleyError("upstream_error", beat.message);
    await wait(beat.pause);
    yield chunk(
      beat.kind === "content" ? { content: beat.text } : { reasoning_content: beat.text },
    );
  }
  yield apart ? chunk({}, "stop") : { ...chunk({}, "stop"), usage };
  if (apart) yield { ...head, choices: [], usage };
}
