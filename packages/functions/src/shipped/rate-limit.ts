import { block, defineFilter, valve, z } from "@parley/functions";

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
      z
        .string()
        .default("You have asked {requests} questions in {window}. You can ask again in {wait}."),
      { multiline: true },
    ).describe("What the person reads: {requests}, {window} and {wait} are filled in."),
  }),

  async inlet({ valves, user, model, request, storage }) {
    if (valves.exempt.includes(user.role)) return;
    const length = valves.minutes * 60_000;
    const window = Math.floor(request.startedAt / length);
    // The number of the window stands last, so that the windows of one counter are found by a prefix.
    const counter = JSON.stringify([user.id, valves.perModel ? model.id : "*", valves.minutes]);
    const key = `${counter} ${window}`;
    const count = await storage.add(key, 1);
    if (count === 1) {
      for (const old of await storage.keys(`${counter} `)) {
        if (old !== key && Number(old.slice(counter.length)) < window) await storage.delete(old);
      }
    }
    if (count <= valves.requests) return;
    const wait = (window + 1) * length - request.startedAt;
    return block(
      valves.message
        .replaceAll("{requests}", String(valves.requests))
        .replaceAll("{window}", inWords(length))
        .replaceAll("{wait}", inWords(wait)),
    );
  },
});

/** "40 seconds", "1 minute", "3 hours", never shorter than it is. */
function inWords(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 60) return counted(seconds, "second");
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 120) return minutes === 60 ? "1 hour" : counted(minutes, "minute");
  const hours = Math.ceil(minutes / 60);
  return hours < 48 ? counted(hours, "hour") : counted(Math.ceil(hours / 24), "day");
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
