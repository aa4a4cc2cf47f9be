import type { RecordedRequest } from "@parley/e2e/model-server";

/** How many words an upstream had sent at a time (milliseconds of `performance.now()`). */
export type Sample = { at: number; sent: number };

/** The words that were surely sent by `at`. */
export function sentBy(samples: Sample[], at: number): number {
  return samples.findLast((sample) => sample.at <= at)?.sent ?? 0;
}

/** How old, at `until`, the oldest word was that is not among the first `kept`; 0 when all were kept. */
export function lostMilliseconds(samples: Sample[], kept: number, until: number): number {
  const first = samples.find((sample) => sample.at <= until && sample.sent > kept);
  return first === undefined ? 0 : until - first.at;
}

/** The number of words in a beginning of "word-1 word-2 …"; null when it is not such a beginning. */
export function wordsIn(text: string): number | null {
  if (text === "") return 0;
  const count = text.split(" ").length;
  const expected = Array.from({ length: count }, (_, index) => `word-${index + 1}`).join(" ");
  return text === expected ? count : null;
}

/** Notes, every few milliseconds, how far the model server is with each request. */
export class EmissionLog {
  readonly #samples = new Map<RecordedRequest, Sample[]>();
  readonly #timer: NodeJS.Timeout;

  constructor(requests: () => RecordedRequest[], everyMs = 5) {
    this.#timer = setInterval(() => this.#note(requests()), everyMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** What was noted of the first request whose messages contain `mark`; null when there was none. */
  of(mark: string): Sample[] | null {
    for (const [request, samples] of this.#samples) {
      if (JSON.stringify(request.body).includes(mark)) return samples;
    }
    return null;
  }

  #note(requests: RecordedRequest[]): void {
    const at = performance.now();
    for (const request of requests) {
      const samples = this.#samples.get(request) ?? [];
      if (request.sent !== (samples.at(-1)?.sent ?? 0)) samples.push({ at, sent: request.sent });
      this.#samples.set(request, samples);
    }
  }
}
