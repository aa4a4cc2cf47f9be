/** What the bench's upstream answers, told by the model's name: gateways pass it on unchanged. */
export type Script =
  | { kind: "whole"; bytes: number }
  | { kind: "stream"; chunks: number; everyMs: number; isStamped: boolean };

/**
 * `whole-400`: 400 bytes of text at once. `stream-200x20`: 200 chunks, one every 20 ms (0: as fast as it
 * goes). `stamped-200x20`: the same, and each says when it was sent.
 */
export function scriptOf(model: string): Script | null {
  const whole = /^whole-(\d+)$/.exec(model);
  if (whole !== null) return { kind: "whole", bytes: Number(whole[1]) };
  const stream = /^(stream|stamped)-(\d+)x(\d+)$/.exec(model);
  if (stream === null) return null;
  const [, kind, chunks, everyMs] = stream;
  const isStamped = kind === "stamped";
  return { kind: "stream", chunks: Number(chunks), everyMs: Number(everyMs), isStamped };
}

/** The text of a stamped chunk: milliseconds since 1970, on the clock that all processes of a machine share. */
export function stamp(): string {
  return `${(performance.timeOrigin + performance.now()).toFixed(3)} `;
}

/** Milliseconds that each stamped chunk in a piece of a stream took. */
export function agesIn(text: string): number[] {
  const now = performance.timeOrigin + performance.now();
  return [...text.matchAll(/"content":"(\d{13}\.\d{3}) /g)].map(([, sent]) => now - Number(sent));
}

/** The models that the upstream lists, and so all that a gateway may be asked for. */
export const models = {
  whole: "whole-400",
  stream: "stream-200x20",
  stamped: "stamped-200x20",
  warmUp: "stream-20x0",
};
