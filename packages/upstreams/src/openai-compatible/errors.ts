import type { ParleyError } from "@parley/core";
import { presentable } from "../shared/error-report.ts";
import { unreadable } from "../shared/errors.ts";
import type { Place } from "../shared/place.ts";

export function notACompletion(text: string, place: Place): ParleyError {
  return unreadable(`something that is not a completion: ${presentable(text, place)}`, place);
}

export function webPage(place: Place): ParleyError {
  return unreadable(
    "a web page instead of a completion. Check the connection's address: for most servers it ends in /v1.",
    place,
  );
}

export function unwantedStream(place: Place): ParleyError {
  return unreadable(
    "a stream, though one whole answer was asked for. Ask for a stream instead.",
    place,
  );
}

export function emptyStream(place: Place): ParleyError {
  return unreadable("an empty stream.", place);
}

export function eventTooLong(limit: number, place: Place): ParleyError {
  return unreadable(`an event of more than ${limit} characters.`, place);
}

export function notAList(text: string, place: Place): ParleyError {
  const address = "Check the connection's address: for most servers it ends in /v1.";
  return /^\s*</.test(text)
    ? unreadable(`a web page instead of a list of models. ${address}`, place)
    : unreadable(
        `something that is not a list of models: ${presentable(text, place)} ${address}`,
        place,
      );
}
