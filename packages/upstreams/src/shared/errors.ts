import { ParleyError, type UpstreamHeaders } from "@parley/core";
import { type ErrorReport, presentable } from "./error-report.ts";
import type { HttpOptions } from "./options.ts";
import type { Place } from "./place.ts";

export type Refusal = {
  status: number;
  retryAfter: string | null;
  headers?: UpstreamHeaders;
  report: ErrorReport;
};

function sayRefusal({ status, retryAfter }: Refusal, place: Place): string {
  switch (status) {
    case 401:
      return place.secret === null
        ? `${place.label} asks for a key (401), and this connection has none`
        : `${place.label} refused the key (401)`;
    case 402:
      return `${place.label} asks for payment (402)`;
    case 403:
      return `${place.label} does not allow this with the connection's key (403)`;
    case 404:
      return `${place.label} knows no such model or address (404)`;
    case 413:
      return `${place.label} finds the request too large (413)`;
    case 429: {
      const wait =
        retryAfter !== null && /^\d+$/.test(retryAfter) ? `; try again in ${retryAfter} s` : "";
      return `${place.label} takes no more requests just now (429${wait})`;
    }
    default:
      return status >= 500
        ? `${place.label} failed (${status})`
        : `${place.label} rejected the request (${status})`;
  }
}

/** A status of 400 or above: the upstream's status, code and `Retry-After` are kept. */
export function refused(refusal: Refusal, place: Place): ParleyError {
  const detail = presentable(refusal.report.message, place);
  const said = sayRefusal(refusal, place);
  return new ParleyError("upstream_error", detail === "" ? `${said}.` : `${said}: ${detail}`, {
    status: refusal.status,
    ...details(refusal.report),
    ...(refusal.retryAfter === null ? {} : { retryAfter: refusal.retryAfter }),
    ...(refusal.headers === undefined ? {} : { headers: refusal.headers }),
  });
}

/** Redirects are not followed: they could carry the key to another server. */
export function redirected(status: number, location: string, place: Place): ParleyError {
  const where = location === "" ? "elsewhere" : `to ${presentable(location, place)}`;
  return new ParleyError(
    "upstream_error",
    `${place.label} redirects ${where} (${status}). Redirects are not followed, so that the key stays where it belongs: set the connection's address to where the server really is.`,
  );
}

/** An error that the upstream reported after it had begun to answer. */
export function reported(report: ErrorReport, place: Place): ParleyError {
  const message = presentable(report.message, place);
  return new ParleyError(
    "upstream_error",
    `${place.label} reported an error${message === "" ? "." : `: ${message}`}`,
    details(report),
  );
}

/** What a program reads of an error. */
function details({ code, param }: ErrorReport) {
  return {
    ...(code === null ? {} : { upstreamCode: code }),
    ...(param === undefined ? {} : { param }),
  };
}

/** An answer that is not what the protocol says. `what` completes "… answered with". */
export function unreadable(what: string, place: Place): ParleyError {
  return new ParleyError("upstream_error", `${place.label} answered with ${what}`);
}

/** The answer ended, or the connection did, before the answer was complete. */
export function brokeOff(place: Place, cause?: unknown): ParleyError {
  return new ParleyError(
    "upstream_error",
    `The connection to ${place.label} broke off in the middle of the answer.`,
    { cause },
  );
}

export function listTimedOut(place: Place, options: HttpOptions): ParleyError {
  return new ParleyError(
    "upstream_timeout",
    `${place.label} did not list its models within ${seconds(options.listTimeout)}. Check that it is not overloaded.`,
  );
}

/** @returns "0.2 s" or "300 s" for milliseconds */
export function seconds(milliseconds: number): string {
  return `${milliseconds / 1000} s`;
}
