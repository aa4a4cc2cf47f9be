import type { HostFrame, RunnerFrame } from "../protocol.ts";
import { platform } from "./platform.ts";

let waiting: string[] = [];

function write(text: string): void {
  const bytes = platform.encode(text);
  for (let at = 0; at < bytes.length; ) at += platform.stdout.writeSync(bytes.subarray(at));
}

function flush(): void {
  const lines = waiting;
  waiting = [];
  if (lines.length > 0) write(`${lines.join("\n")}\n`);
}

/** A line for the host; lines of one moment leave in one write. */
export function sendLine(line: string): void {
  waiting.push(line);
  if (waiting.length === 1) platform.microtask(flush);
}

export function send(frame: RunnerFrame): void {
  sendLine(platform.stringify(frame));
}

/** Reads frames until the host closes its side. */
export async function readFrames(onFrame: (frame: HostFrame) => void): Promise<void> {
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(256 * 1024);
  let pieces: string[] = [];
  for (;;) {
    const count = await platform.stdin.read(buffer);
    if (count === null) return;
    const text = decoder.decode(buffer.subarray(0, count), { stream: true });
    let start = 0;
    for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", start)) {
      const line = pieces.join("") + text.slice(start, end);
      pieces = [];
      start = end + 1;
      const frame: HostFrame = platform.parse(line);
      onFrame(frame);
    }
    if (start < text.length) pieces.push(text.slice(start));
  }
}
