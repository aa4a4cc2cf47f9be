import { type Json, type JsonObject, jsonObject } from "@parley/core";
import { z } from "zod";
import type { Plugin } from "./plugin.ts";

const spec = z.looseObject({
  properties: z.record(
    z.string(),
    z.looseObject({ type: z.string().optional(), default: z.json().optional() }),
  ),
});

/** Replaces the valves: what is not given has its default again, what is of a wrong type is refused. */
export function saveValves(plugin: Plugin, given: JsonObject): void {
  const { properties } = spec.parse(plugin.spec);
  const saved = Object.entries(properties).map(([name, { type, default: initial }]) => {
    const value = given[name] ?? initial ?? null;
    if (type !== undefined && name in given && typeOf(value) !== type && !isInteger(value, type)) {
      throw new Error(`1 validation error for Valves\n${name}\n  Input should be a valid ${type}`);
    }
    return [name, value];
  });
  plugin.valves = jsonObject.parse(Object.fromEntries(saved));
}

function typeOf(value: Json): string {
  if (Array.isArray(value)) return "array";
  return value === null ? "null" : typeof value;
}

function isInteger(value: Json, type: string): boolean {
  return type === "integer" && Number.isInteger(value);
}
