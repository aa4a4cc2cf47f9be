import { ParleyError } from "@parley/core";
import { brokeOff, seconds } from "./errors.ts";
import type { HttpOptions } from "./options.ts";
import type { Place } from "./place.ts";

const certificate = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "CERT_HAS_EXPIRED",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

function codeOf(cause: Error): string {
  return "code" in cause && typeof cause.code === "string" ? cause.code : "";
}

function unavailable(message: string, cause: Error): ParleyError {
  return new ParleyError("upstream_unavailable", message, { cause });
}

function timedOut(message: string, cause: Error): ParleyError {
  return new ParleyError("upstream_timeout", message, { cause });
}

function beforeTheAnswer(cause: Error, place: Place): ParleyError {
  const code = codeOf(cause);
  switch (code) {
    case "ECONNREFUSED":
      return unavailable(
        `Nothing answers at ${place.host} (connection refused). Check that the server is running and that the connection's address is right.`,
        cause,
      );
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return unavailable(
        `The name in ${place.host} can't be found (${code}). Check the spelling of the connection's address, and the network.`,
        cause,
      );
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return unavailable(
        `There is no way to ${place.host} (${code}). Check the network and the connection's address.`,
        cause,
      );
    case "EPROTO":
    case "ERR_SSL_WRONG_VERSION_NUMBER":
      return unavailable(
        `${place.host} does not speak https. Check whether the connection's address should start with http://.`,
        cause,
      );
    case "UND_ERR_DESTROYED":
    case "UND_ERR_CLOSED":
      return unavailable("This connection was just changed or removed. Try again.", cause);
    case "UND_ERR_INVALID_ARG":
      return new ParleyError(
        "upstream_unavailable",
        `No request can be made to ${place.host}: the connection's address or key contains characters that can't be sent.`,
        { cause },
      );
  }
  if (certificate.has(code)) {
    return unavailable(
      `The certificate of ${place.host} is not trusted (${code}). Check the address, or install the server's certificate on this machine.`,
      cause,
    );
  }
  if (cause.name === "HTTPParserError") {
    return unavailable(
      `What answers at ${place.host} does not speak HTTP. Check the port, and whether the connection's address should start with https://.`,
      cause,
    );
  }
  return unavailable(
    `${place.label} closed the connection before it answered. Check that it is running well, and whether the connection's address should start with https://.`,
    cause,
  );
}

/** What a socket reports, as a person reads it. `begun`: the upstream had sent its status. */
export function networkError(place: Place, options: HttpOptions) {
  return (cause: Error, begun: boolean): ParleyError => {
    switch (codeOf(cause)) {
      case "UND_ERR_CONNECT_TIMEOUT":
      case "ETIMEDOUT":
        return begun
          ? brokeOff(place, cause)
          : timedOut(
              `${place.host} did not take the connection within ${seconds(options.connectTimeout)}. Check that the server is running and can be reached from here.`,
              cause,
            );
      case "UND_ERR_HEADERS_TIMEOUT":
        return timedOut(
          `${place.label} did not begin to answer within ${seconds(options.headersTimeout)}.`,
          cause,
        );
      case "UND_ERR_BODY_TIMEOUT":
        return timedOut(
          `${place.label} fell silent in the middle of the answer: nothing came for ${seconds(options.bodyTimeout)}.`,
          cause,
        );
      default:
        return begun ? brokeOff(place, cause) : beforeTheAnswer(cause, place);
    }
  };
}
