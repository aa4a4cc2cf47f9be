import { z } from "zod";
import { functionId } from "../functions/definition.ts";
import type { Chat } from "./message.ts";

/** What somebody chose for switchable filters, by their ids. One that is not named is as its model has it. */
export const filterSwitches = z
  .record(functionId, z.boolean())
  .refine((switches) => Object.keys(switches).length <= 200, "These are too many filters");
export type FilterSwitches = z.infer<typeof filterSwitches>;

/** As they were chosen in a chat. */
export function filterSwitchesOf({ metadata }: Pick<Chat, "metadata">): FilterSwitches {
  return filterSwitches.safeParse(metadata.filters).data ?? {};
}
