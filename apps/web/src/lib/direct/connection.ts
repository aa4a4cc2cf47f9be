import { entityId, parseJson } from "@parley/core";
import { z } from "zod";

const model = z.object({ id: z.string().min(1).max(200), name: z.string().min(1).max(200) });
export type DirectModel = z.infer<typeof model>;

/** An endpoint that this browser asks by itself. */
export const directConnection = z.object({
  id: entityId,
  name: z.string().min(1).max(100),
  /** Without a slash at the end. */
  baseUrl: z.string(),
  /** Stays in this browser. */
  key: z.string().nullable(),
  /** Named by the person; null: whatever the endpoint lists. */
  modelIds: z.array(z.string()).nullable(),
  /** What it listed last, or what was named. */
  models: z.array(model),
});
export type DirectConnection = z.infer<typeof directConnection>;

const stored = z.array(z.unknown());

/** The endpoints in a stored text; one that an older or newer page wrote differently is left out. */
export function connectionsIn(text: string | null): DirectConnection[] {
  if (text === null) return [];
  return (parseJson(stored, text) ?? []).flatMap(
    (one) => directConnection.safeParse(one).data ?? [],
  );
}

/** An address as requests are made from it; null when it can't be one. */
export function endpointUrl(text: string): string | null {
  const url = URL.parse(text.trim());
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "")
    return null;
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}
