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

/** Reads frames until the host closes its side. */
export async function readFrames(onFrame: (frame: HostFrame) => void): Promise<void> {
  const buffer = new Uint8Array(256 * 1024);
  let begun = "";
  for (;;) {
    const count = await platform.stdin.read(buffer);
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
      onFrame(frame);
    }
    begun += platform.slice(text, start);
  }
}
