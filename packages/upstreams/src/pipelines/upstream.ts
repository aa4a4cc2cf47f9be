import type { Connection, Upstream } from "@parley/core";
import type { HttpOptions } from "../shared/options.ts";
import { createPipelineFilters } from "./filters.ts";

/**
 * An upstream that can also be asked as a pipelines server. Whether it is one shows in its list of
 * models: only what has a role there is ever asked as a filter.
 */
export function withPipelines(
  upstream: Upstream,
  connection: Connection,
  options: Partial<HttpOptions> = {},
): Upstream {
  const pipelines = createPipelineFilters(connection, options);
  return {
    ...upstream,
    pipelines,
    async close() {
      await Promise.all([upstream.close(), pipelines.close()]);
    },
  };
}
