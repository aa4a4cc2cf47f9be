import { z } from "zod";
import { json, parseJson } from "../json.ts";

const texts = z.array(z.string());

/**
 * The list of texts in a model's reply: a JSON array, or an object that has one under `key`. The model
 * may think aloud first and say more around it. None when there is no such list; empty texts are left out.
 */
export function listFromReply(reply: string, key: string): string[] {
  const list = z.union([texts, z.object({ [key]: texts }).transform((found) => found[key] ?? [])]);
  const said = reply.replace(/<think(?:ing)?>[\s\S]*?<\/think(?:ing)?>/g, "");
  const candidates = [/\{[\s\S]*\}/, /\[[\s\S]*\]/].flatMap((shape) => shape.exec(said)?.[0] ?? []);
  for (const candidate of candidates) {
    const parsed = list.safeParse(parseJson(json, candidate));
    if (!parsed.success) continue;
    return parsed.data
      .map((text) => text.replace(/\s+/g, " ").trim())
      .filter((text) => text !== "");
  }
  return [];
}
