import type { CompletionRequest } from "@parley/core";
import { toolResultsAsText } from "./vendors/changes.ts";
import type { Target, Vendor } from "./vendors/vendor.ts";

/**
 * The call that carries a request: as it is, keys we don't know included, but for the vendor's changes
 * and the shape of tools' results.
 */
export function toRequest(request: CompletionRequest, vendor: Vendor, base: URL) {
  const sent = [toolResultsAsText, ...(vendor.request ?? [])].reduce(
    (body, change) => change(body),
    request,
  );
  return {
    method: "POST",
    path: pathOf({ base, path: "/chat/completions", model: request.model }, vendor),
    accept: request.stream === true ? "text/event-stream" : "application/json",
    body: JSON.stringify(sent),
  } as const;
}

/** Path and query below the server's origin. */
export function pathOf(target: Target, vendor: Vendor): string {
  const { base, path } = target;
  return vendor.target?.(target) ?? base.pathname.replace(/\/+$/, "") + path + base.search;
}
