import type { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { Protocol, Wire } from "./wire.ts";
import { firstPiece, pieces } from "./wire.ts";

export type Stage = {
  socket: Socket;
  wire: Wire;
  streamed: boolean;
  /** Be faster than the rule says, where it would take minutes. */
  quick: boolean;
};

/**
 * What a caller should see, as one line: of a turn its end, its text and its error; of a request its
 * status, its text and how it ended. `null`: the fault makes no sense there.
 */
export type Expected = { turn: string | null; stream: string | null; whole: string | null };

export type Fault = {
  name: string;
  play(stage: Stage): Promise<void> | void;
  expected(protocol: Protocol): Expected;
  /** It never ends by itself: its caller has to leave. */
  hangs?: {
    /** What a page shows by then. */
    after: string;
  };
  /** Its row says how many tokens were counted, too. */
  counts?: boolean;
  /** The text of its answer, where it is not the common one. */
  text?: string;
};

/** Everything that is said in an answer that is none of these faults. */
export function body({ wire, streamed }: Stage): string {
  if (!streamed) return wire.document();
  return pieces.map((piece) => wire.text(piece)).join("") + wire.finish() + wire.done;
}

/** What is said before the fault. */
export function beginning({ wire, streamed }: Stage): string {
  return streamed ? wire.text(firstPiece) : wire.document().slice(0, 40);
}

/** Begins a response whose body comes in chunks, so that its end can be told from a broken one. */
export function open(
  stage: Stage,
  given: { type?: string; status?: string; headers?: string } = {},
) {
  const { status = "200 OK", headers = "" } = given;
  const type = given.type ?? (stage.streamed ? stage.wire.streamType : "application/json");
  stage.socket.write(
    `HTTP/1.1 ${status}\r\ncontent-type: ${type}\r\n${headers}transfer-encoding: chunked\r\n\r\n`,
  );
}

export function put({ socket }: Stage, bytes: string | Uint8Array): void {
  if (socket.destroyed) return;
  const data = Buffer.from(bytes);
  socket.write(
    Buffer.concat([Buffer.from(`${data.length.toString(16)}\r\n`), data, Buffer.from("\r\n")]),
  );
}

function close({ socket }: Stage): void {
  if (!socket.destroyed) socket.write("0\r\n\r\n");
}

/** A whole response. */
export function send(stage: Stage, text: string, given: Parameters<typeof open>[1] = {}): void {
  open(stage, given);
  put(stage, text);
  close(stage);
}

/** A whole response, byte by byte. */
export async function trickle(stage: Stage, text: string, milliseconds: number): Promise<void> {
  open(stage);
  for (const byte of Buffer.from(text)) {
    if (stage.socket.destroyed) return;
    put(stage, Buffer.from([byte]));
    await delay(milliseconds);
  }
  close(stage);
}
