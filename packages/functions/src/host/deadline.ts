import type { Clock } from "@parley/core";

export type Deadline = {
  /** The call waits for Parley: that does not count for a while, if the function shows that it runs. */
  pause(pause: Pause): void;
  resume(): void;
  /** Begins anew, because something came. */
  again(): void;
  stop(): void;
};

/** All pauses of a call last as long as the longest that one of them may; `each`: that much longer each time. */
export type Pause = { ms: number; each?: boolean };

export type DeadlineOptions = {
  clock: Clock;
  ms: number;
  /** However much of it was spent waiting. */
  wholeMs: number;
  /** While it is paused: how often the function is asked whether it still runs. */
  pingMs: number;
  ping(): void;
  late(ms: number): void;
};

/** A timer that came so much too late was held up by this process, not by the function. */
export const heldUpMs = 30;

/** Does it when what the process has written meanwhile is read. */
export function soon(task: () => void): void {
  setImmediate(() => setImmediate(task));
}

/** Ends a call in time. */
export function createDeadline(options: DeadlineOptions): Deadline {
  const { clock, ms, wholeMs, pingMs } = options;
  const started = clock.now();
  let left = ms;
  let since = started;
  let pauses = 0;
  let mayPause = 0;
  let paused = 0;
  let stopped = false;
  let cancel: () => void = () => undefined;

  const over = (limit: number) => {
    soon(() => void (stopped || options.late(limit)));
  };
  const arm = () => {
    cancel();
    const whole = Math.max(0, started + wholeMs - clock.now());
    since = clock.now();
    const ofPause = Math.min(pingMs, Math.max(0, mayPause - paused));
    const wait = Math.min(pauses > 0 ? ofPause : Math.max(0, left), whole);
    cancel = clock.after(wait, () => {
      if (stopped) return;
      const now = clock.now();
      if (now - started >= wholeMs) return over(wholeMs);
      if (pauses > 0) {
        paused += now - since;
        since = now;
        if (paused >= mayPause) return over(mayPause);
        options.ping();
        return arm();
      }
      const held = now - since - wait;
      if (held > heldUpMs) {
        left = Math.min(held, ms);
        return arm();
      }
      over(ms);
    });
  };
  arm();
  return {
    pause({ ms: most, each = false }) {
      pauses += 1;
      mayPause = each ? mayPause + most : Math.max(mayPause, most);
      if (pauses > 1 || stopped) return;
      left -= clock.now() - since;
      arm();
    },
    resume() {
      pauses -= 1;
      if (pauses > 0 || stopped) return;
      paused += clock.now() - since;
      arm();
    },
    again() {
      left = ms;
      paused = 0;
      if (pauses === 0 && !stopped) arm();
    },
    stop() {
      stopped = true;
      cancel();
    },
  };
}
