/** What a pacer needs of the browser. Times in milliseconds. */
export type Frames = {
  now(): number;
  /** Runs a task before the next picture is drawn. */
  nextFrame(task: () => void): void;
  after(ms: number, task: () => void): void;
};

/** The share of the time that drawing may take. */
const share = 0.25;

/**
 * Gathers tasks and runs them together before the next frame. When they take long (a block that cannot
 * be cut, being drawn again and again), it leaves time in between, so that typing stays quick.
 */
export function createPacer(frames: Frames): (task: () => void) => void {
  let waiting: (() => void)[] = [];
  let isPlanned = false;
  let restUntil = 0;

  const run = () => {
    const tasks = waiting;
    waiting = [];
    const from = frames.now();
    for (const task of tasks) task();
    // What the tasks changed is drawn by the time the next frame begins.
    frames.nextFrame(() => {
      const took = frames.now() - from;
      restUntil = frames.now() + took * (1 / share - 1) - frameMs;
      isPlanned = false;
      if (waiting.length > 0) plan();
    });
  };

  const plan = () => {
    isPlanned = true;
    const rest = restUntil - frames.now();
    if (rest > 0) frames.after(rest, () => frames.nextFrame(run));
    else frames.nextFrame(run);
  };

  return (task) => {
    waiting.push(task);
    if (!isPlanned) plan();
  };
}

/** A frame that nothing delays takes this long; it does not count as work. */
const frameMs = 60;
