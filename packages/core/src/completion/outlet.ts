import type { JsonObject } from "../json.ts";
import { isBlind, type Route } from "../models/route.ts";
import type { FunctionFilters } from "./function-filters.ts";
import type { CompletionCall, Outlet } from "./pipeline.ts";
import { outletOrder, type PipelineFilter, runFilter } from "./pipeline-filters.ts";
import type { Trace } from "./trace.ts";
import { toldModel, veiledBody } from "./veil.ts";

type Seen = {
  route: Route;
  filters: readonly PipelineFilter[];
  functions: FunctionFilters;
  trace: Trace;
};

/**
 * Who sees the whole answer: the filters of pipelines servers that saw the request, then the functions
 * that did. Answers to tasks are shown to functions alone, of which only those are there that want them.
 */
export function outletOf(
  call: CompletionCall,
  { route, filters, functions, trace }: Seen,
): Outlet | null {
  const { principal, place, told = {}, task } = call;
  const ordered = task === undefined ? outletOrder(filters) : [];
  if (ordered.length === 0 && !functions.hasOutlet) return null;
  const { session_id = "", filter_ids = [], chat_id = "", message_id = "" } = told;
  const where = place ?? { chatId: chat_id, messageId: message_id };
  return async (shown, signal) => {
    let body: JsonObject = {
      ...(isBlind(route) ? veiledBody(shown, toldModel(route).id) : shown),
      ...{ chat_id: where.chatId, id: where.messageId, session_id, filter_ids },
    };
    for (const filter of ordered) {
      body = await runFilter(filter, { principal, hook: "outlet", body, signal, trace });
    }
    return functions.outlet(body, signal);
  };
}
