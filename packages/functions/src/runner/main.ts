/** What runs inside a function's process: it loads the function and calls it as the host says. */
import type { HostFrame } from "../protocol.ts";
import { answered, chunksCame, isAsking, refused } from "./asks.ts";
import { call, cancelCall, isCalling, streamEvents } from "./calls.ts";
import { replaceConsole } from "./console.ts";
import { failureOf } from "./failure.ts";
import { tidy } from "./hygiene.ts";
import { describe, type Loaded, load } from "./load.ts";
import { moreCredit } from "./pipe.ts";
import { platform } from "./platform.ts";
import { closeSession, openSession } from "./sessions.ts";
import { readFrames, send } from "./wire.ts";

let loaded: Loaded | null = null;

function present(): Loaded {
  if (loaded === null) throw new Error("Nothing is loaded.");
  return loaded;
}

async function begin({ id, url, hooks }: Extract<HostFrame, { t: "load" }>): Promise<void> {
  try {
    loaded = { ...(await load(url)), id, hooks };
    send({ t: "loaded" });
  } catch (thrown) {
    send({ t: "broken", m: failureOf(thrown).m });
  }
}

function describeLoaded(): void {
  try {
    send({ t: "described", d: describe(present()) });
  } catch (thrown) {
    send({ t: "broken", m: failureOf(thrown).m });
  }
}

function take(frame: HostFrame) {
  switch (frame.t) {
    case "load":
      return void begin(frame);
    case "describe":
      return describeLoaded();
    case "open":
      return openSession(present(), frame);
    case "close":
      return closeSession(frame.s);
    case "call":
      return call(present(), frame);
    case "events":
      return streamEvents(present(), frame);
    case "cancel":
      return cancelCall(frame.c);
    case "more":
      return moreCredit(frame.c, frame.n);
    case "answer":
      return answered(frame.r, frame.v);
    case "refuse":
      return refused(frame.r, frame.m);
    case "chunks":
      return chunksCame(frame.r, frame.v);
    case "wake":
      return;
    case "ping":
      return send({ t: "pong", n: frame.n });
  }
}

replaceConsole();
tidy();
send({ t: "ready" });
await readFrames(take, () => isCalling() || isAsking());
platform.exit(0);
