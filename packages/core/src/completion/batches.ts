export type BatchOptions = {
  /** How many are read before the ones before them were taken. */
  ahead: number;
  /** Ends the source: called when this is left before its end, or `apply` fails. */
  stop: () => void;
};

/**
 * Lets a stream pass `apply` in batches: whatever has come while the batch before was worked on. Never
 * reorders, never reads more than `ahead` ahead, and hands on what came before the source failed.
 */
export async function* inBatches<Given, Made>(
  source: AsyncIterable<Given>,
  apply: (batch: Given[]) => Promise<Made[]>,
  { ahead, stop }: BatchOptions,
): AsyncGenerator<Made> {
  const waiting: Given[] = [];
  const state: { end: { error: unknown } | "done" | null; left: boolean } = {
    end: null,
    left: false,
  };
  let wakeReader: () => void = () => undefined;
  let wakeWriter: () => void = () => undefined;

  const read = async () => {
    try {
      for await (const one of source) {
        if (state.left) return;
        waiting.push(one);
        wakeWriter();
        while (waiting.length >= ahead && !state.left) {
          await new Promise<void>((resolve) => {
            wakeReader = resolve;
          });
        }
        if (state.left) return;
      }
      state.end = "done";
    } catch (error) {
      state.end = { error };
    } finally {
      wakeWriter();
    }
  };
  const reading = read();

  let finished = false;
  try {
    for (;;) {
      if (waiting.length > 0) {
        const batch = waiting.splice(0);
        wakeReader();
        yield* await apply(batch);
      } else if (state.end === null) {
        await new Promise<void>((resolve) => {
          wakeWriter = resolve;
        });
      } else {
        finished = true;
        if (state.end === "done") return;
        throw state.end.error;
      }
    }
  } finally {
    state.left = true;
    if (!finished) stop();
    wakeReader();
    await reading;
  }
}
