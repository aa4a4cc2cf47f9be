import type { Text, Turn } from "./running.ts";

/**
 * The text of a running turn, piece by piece as it is published, what was published before first. Ends
 * when the turn's end is committed. Leaving it early does not touch the turn.
 */
export async function* follow(turn: Turn): AsyncGenerator<Text> {
  const { base, folded, published } = turn;
  const waiting: Text[] = [];
  let wake: () => void = () => undefined;
  let ended = false;
  const tap = (text: Text) => {
    waiting.push(text);
    wake();
  };
  turn.taps.add(tap);
  void turn.done.then(() => {
    ended = true;
    wake();
  });
  try {
    yield {
      content: folded.content.slice(base.content.length, published.content),
      reasoning: folded.reasoning.slice(base.reasoning.length, published.reasoning),
    };
    for (;;) {
      const next = waiting.shift();
      if (next !== undefined) yield next;
      else if (ended) return;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    turn.taps.delete(tap);
  }
}
