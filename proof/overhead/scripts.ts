/** What the bench's upstream answers, told by the model's name: gateways pass it on unchanged. */
export type Script =
  | { kind: "whole"; bytes: number }
  | { kind: "stream"; chunks: number; everyMs: number };

/** `whole-400`: 400 bytes of text at once. `stream-200x20`: 200 chunks, one every 20 ms (0: as fast as it goes). */
export function scriptOf(model: string): Script | null {
  const whole = /^whole-(\d+)$/.exec(model);
  if (whole !== null) return { kind: "whole", bytes: Number(whole[1]) };
  const stream = /^stream-(\d+)x(\d+)$/.exec(model);
  if (stream === null) return null;
  return { kind: "stream", chunks: Number(stream[1]), everyMs: Number(stream[2]) };
}

/** The models that the upstream lists, and so all that a gateway may be asked for. */
export const models = { whole: "whole-400", stream: "stream-200x20", warmUp: "stream-20x0" };
