import { block, defineFilter, type Storage, valve, z } from "@parley/functions";

export default defineFilter({
  name: "Rate limit",
  version: "1.0.0",
  description: "So many questions per person and model in a span of time, then a friendly no.",
  icon: "gauge",
  author: "Parley",
  priority: -90,
  permissions: { storage: true },
  valves: z.object({
    requests: z
      .int()
      .min(1)
      .default(30)
      .describe("How many questions a person may ask in a window."),
    minutes: z.int().min(1).max(44_640).default(60).describe("How long a window is, in minutes."),
    perModel: z
      .boolean()
      .default(true)
      .describe("Count each model for itself. Off: all models together."),
    exempt: z
      .array(z.string())
      .default(["admin"])
      .describe("Roles that are not counted, such as admin."),
    message: valve(
      z.string().default("You have asked {requests} in {window}. You can ask again in {wait}."),
      { multiline: true },
    ).describe("What the person reads: {requests}, {window} and {wait} are filled in."),
  }),

  async inlet({ valves, user, model, request, storage }) {
    if (valves.exempt.includes(user.role)) return;
    const length = valves.minutes * 60_000;
    const window = Math.floor(request.startedAt / length);
    const prefix = `${valves.minutes} min, window ${window}:`;
    const counted = valves.perModel ? [user.id, model.id] : [user.id];
    const count = await storage.add(`${prefix} ${await digest(counted)}`, 1);
    if ((await storage.add(`${prefix} begun`, 1)) === 1) await forget(storage, prefix);
    if (count <= valves.requests) return;
    const wait = (window + 1) * length - request.startedAt;
    return block(
      valves.message
        .replaceAll("{requests}", plural(valves.requests, "question"))
        .replaceAll("{window}", inWords(length))
        .replaceAll("{wait}", inWords(wait)),
    );
  },
});

/** The first request of a window takes away what is left of earlier ones. */
async function forget(storage: Storage, prefix: string): Promise<void> {
  const old = (await storage.keys()).filter((key) => !key.startsWith(prefix));
  while (old.length > 0) await Promise.all(old.splice(-100).map((key) => storage.delete(key)));
}

/** A key has a most length, ids do not. */
async function digest(ids: string[]): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(ids));
  const hash = await crypto.subtle.digest("SHA-256", bytes);
  return btoa(String.fromCharCode(...new Uint8Array(hash)));
}

/** "40 seconds", "1 minute", "3 hours", never shorter than it is. */
function inWords(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 60) return plural(seconds, "second");
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 120) return minutes === 60 ? "1 hour" : plural(minutes, "minute");
  const hours = Math.ceil(minutes / 60);
  return hours < 48 ? plural(hours, "hour") : plural(Math.ceil(hours / 24), "day");
}

function plural(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
