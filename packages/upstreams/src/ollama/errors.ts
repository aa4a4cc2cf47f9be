import type { ParleyError } from "@parley/core";
import { presentable } from "../shared/error-report.ts";
import { unreadable } from "../shared/errors.ts";
import type { Place } from "../shared/place.ts";

const address =
  "Check that it is an Ollama server, and that the connection's address has no /v1 or /api at its end.";

export function notAChatLine(text: string, place: Place): ParleyError {
  return /^\s*</.test(text)
    ? unreadable(`a web page instead of an answer. ${address}`, place)
    : unreadable(`something that is not a line of Ollama's: ${presentable(text, place)}`, place);
}

export function lineTooLong(limit: number, place: Place): ParleyError {
  return unreadable(`a line of more than ${limit} characters.`, place);
}

export function notAList(text: string, place: Place): ParleyError {
  const what = /^\s*</.test(text)
    ? "a web page instead of a list of models."
    : `something that is not a list of models: ${presentable(text, place)}`;
  return unreadable(`${what} ${address}`, place);
}
