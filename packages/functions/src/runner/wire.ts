import { type HostFrame, longestLine, type RunnerFrame } from "../protocol.ts";
import { platform } from "./platform.ts";

// Nothing here calls what a function could have changed: methods of lists and texts, or `toJSON`.

let waiting = "";

function write(text: string): void {
  const bytes = platform.encode(text);
  const size = platform.lengthOf(bytes);
  for (let at = 0; at < size; ) at += platform.stdout.writeSync(platform.subarray(bytes, at));
}

function flush(): void {
  const lines = waiting;
  waiting = "";
  write(lines);
}

/** A line for the host; lines of one moment leave in one write. Throws where the host would not take it. */
export function sendLine(line: string): void {
  // A letter takes up to three bytes.
  if (line.length * 3 > longestLine && platform.lengthOf(platform.encode(line)) > longestLine) {
    throw new RangeError("What it gives is too long.");
  }
  if (platform.includes(line, '"__proto__":')) {
    throw new TypeError("What it gives has a property `__proto__`.");
  }
  if (waiting === "") platform.microtask(flush);
  waiting += `${line}\n`;
}

export function send(frame: RunnerFrame): void {
  sendLine(lineOf(frame));
}

function lineOf(frame: RunnerFrame): string {
  const json = platform.stringify;
  switch (frame.t) {
    case "described":
      return `{"t":"described","d":${json(frame.d)}}`;
    case "broken":
      return `{"t":"broken","m":${json(frame.m)}}`;
    case "nothing":
    case "end":
      return `{"t":"${frame.t}","c":${frame.c}}`;
    case "value":
      return `{"t":"value","c":${frame.c},"v":${json(frame.v)}}`;
    case "pieces":
      return `{"t":"pieces","c":${frame.c},"v":${json(frame.v)}}`;
    case "events":
      return `{"t":"events","b":${json(frame.b)}}`;
    case "blocked":
      return `{"t":"blocked","c":${frame.c},"m":${json(frame.m)}}`;
    case "failed":
      return `{"t":"failed","c":${frame.c},"m":${json(frame.m)},"stack":${json(frame.stack)}}`;
    case "ask":
      return `{"t":"ask","s":${frame.s},"r":${frame.r},"k":"${frame.k}","a":${json(frame.a)}}`;
    case "drop":
      return `{"t":"drop","r":${frame.r}}`;
    case "want":
      return `{"t":"want","r":${frame.r},"n":${frame.n}}`;
    case "log":
      return `{"t":"log","l":"${frame.l}","x":${json(frame.x)}}`;
    case "pong":
      return `{"t":"pong","n":${frame.n}}`;
    default:
      return `{"t":"${frame.t}"}`;
  }
}

/** Milliseconds for which timers and the like may have to wait for the next frame. */
const longestBlock = 20;

/** Turns of the queue of promises in which calls that wait for nothing come to their end. */
const settling = 16;

/**
 * Reads frames until the host closes its side. Whoever waits for a frame without letting the loop of
 * events go on has it four times as cheaply, because Deno reads in a thread of its own otherwise. So it
 * does while frames come fast and nothing else is under way: until the host says `wake`, which it does
 * when it has sent nothing for a while, or until the loop has waited long enough.
 */
export async function readFrames(
  onFrame: (frame: HostFrame) => void,
  isBusy: () => boolean,
): Promise<void> {
  const buffer = new Uint8Array(256 * 1024);
  let begun = "";
  let mayBlock = false;
  let turned = platform.now();
  for (;;) {
    // What handlers left to the queue of promises comes first, and so does what they gave.
    if (mayBlock) await null;
    for (let turn = 0; mayBlock && isBusy() && turn < settling; turn += 1) await null;
    let count: number | null;
    if (mayBlock && !isBusy() && platform.now() - turned < longestBlock) {
      count = platform.stdin.readSync(buffer);
    } else {
      count = await platform.stdin.read(buffer);
      turned = platform.now();
    }
    if (count === null) return;
    const text = platform.decode(platform.subarray(buffer, 0, count), { stream: true });
    let start = 0;
    for (
      let end = platform.indexOf(text, "\n", 0);
      end !== -1;
      end = platform.indexOf(text, "\n", start)
    ) {
      const line = begun + platform.slice(text, start, end);
      begun = "";
      start = end + 1;
      const frame: HostFrame = platform.parse(line);
      mayBlock = isOfWork(frame);
      onFrame(frame);
    }
    begun += platform.slice(text, start);
  }
}

/** Whether more may follow at once. What loads and describes a function goes on without the host. */
function isOfWork({ t }: HostFrame): boolean {
  return t !== "wake" && t !== "load" && t !== "describe";
}
