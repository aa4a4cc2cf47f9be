import type { JsonObject, PipelineCall, PipelineFilters } from "@parley/core";
import { ScriptedUpstream } from "@parley/core/testing";
import { unused } from "./unused.ts";

/** What a filter was shown. */
export type Shown = { hook: "inlet" | "outlet"; body: JsonObject };

/** A scripted upstream with a filter for all models, which keeps what it was shown. */
export class FilteredUpstream extends ScriptedUpstream {
  readonly shown: Shown[] = [];
  /** What the filter makes of a request. */
  change: (body: JsonObject) => JsonObject = (body) => body;
  /** What it waits for before it does so. */
  hold: PromiseWithResolvers<void> | null = null;
  /** What it answers every request with, instead of waiting for the test's words. */
  refusal: Error | null = null;
  override readonly pipelines: PipelineFilters;

  constructor(models: string[]) {
    super(models);
    const hook =
      (name: Shown["hook"]) =>
      async (_id: string, { body }: PipelineCall) => {
        this.shown.push({ hook: name, body });
        if (name === "outlet") return body;
        await this.hold?.promise;
        return this.change(body);
      };
    const hooks = { inlet: hook("inlet"), outlet: hook("outlet") };
    this.pipelines = unused<PipelineFilters>("pipelines", hooks);
  }

  override complete(...call: Parameters<ScriptedUpstream["complete"]>) {
    return this.refusal === null ? super.complete(...call) : Promise.reject(this.refusal);
  }
}
