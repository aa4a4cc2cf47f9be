import { type DirectError, ParleyError } from "@parley/core";

/** What a page said went wrong, as an upstream's error. */
export function errorOfPage({ reason, status, message }: DirectError): ParleyError {
  if (reason === "unreachable") return new ParleyError("upstream_unavailable", message);
  return new ParleyError("upstream_error", message, status === null ? {} : { status });
}
