import { admit, type Principal } from "../identity.ts";
import type { ModelRegistry, ResolvedModel } from "../models/registry.ts";
import type { UpstreamAnswer } from "../ports/upstream.ts";
import type { CompletionRequest } from "./wire.ts";

export type CompletionCall = {
  principal: Principal;
  /** In OpenAI's shape; `model` is Parley's id. Unknown keys reach the upstream as they came. */
  request: CompletionRequest;
  signal: AbortSignal;
};

/** A completion that an upstream has begun to answer. */
export type OpenedCompletion = { model: ResolvedModel; answer: UpstreamAnswer };

/** The one way to a completion, for every caller: chat page, API client, title task. */
export type Pipeline = {
  /** Resolves once the upstream accepted; rejects with a ParleyError before any byte was handed on. */
  open(call: CompletionCall): Promise<OpenedCompletion>;
};

export function createPipeline(models: ModelRegistry): Pipeline {
  return {
    async open({ principal, request, signal }) {
      admit("member", principal);
      const model = models.resolve(request.model);
      const answer = await model.upstream.complete(
        { ...request, model: model.upstreamModelId },
        { signal },
      );
      return { model, answer };
    },
  };
}
