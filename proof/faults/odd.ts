import { body, type Fault, open, put, send, trickle } from "./fault.ts";
import { answer, call, pieces, tokens } from "./wire.ts";

/** Odd, but an answer all the same. */
const answered: Fault["expected"] = () => ({
  turn: "done · whole",
  stream: "200 · whole · done",
  whole: "200 · whole",
});

const used = ` · ${tokens.prompt + tokens.completion} tokens`;
const long = "ten megabytes ".repeat(715_000);
const calledText = JSON.stringify(call.arguments);
const calledLine = ` · calls ${call.name} ${calledText}`;

/** Faults that a caller should not notice. */
export const odd: Fault[] = [
  {
    name: "CRLF line ends",
    play: (stage) => send(stage, body(stage).replaceAll("\n", "\r\n")),
    expected: answered,
  },
  {
    name: "a byte order mark",
    play: (stage) => send(stage, `\uFEFF${body(stage)}`),
    expected: answered,
  },
  {
    name: "comments between events, or empty lines",
    play(stage) {
      const { wire, streamed } = stage;
      const all = pieces.map((piece) => wire.keepAlive + wire.text(piece)).join("");
      send(stage, streamed ? all + wire.keepAlive + wire.finish() + wire.done : wire.document());
    },
    expected: answered,
  },
  {
    name: "characters and data: split at every byte",
    play: (stage) => trickle(stage, body(stage), 0),
    expected: answered,
  },
  {
    name: "one byte a second",
    play(stage) {
      const { wire, streamed, quick } = stage;
      const short = wire.text(answer) + wire.finish() + wire.done;
      return trickle(stage, streamed ? short : wire.document(), quick ? 5 : 1000);
    },
    expected: answered,
  },
  {
    name: "two [DONE], or two done lines",
    play(stage) {
      const { wire, streamed } = stage;
      send(stage, streamed ? body(stage) + (wire.done || wire.finish()) : wire.document());
    },
    expected: answered,
  },
  {
    name: "nothing after [DONE], and no end either",
    play(stage) {
      open(stage);
      put(stage, body(stage));
      if (!stage.streamed) stage.socket.write("0\r\n\r\n");
    },
    // The one reads to the end of the connection, as it was sent; the others know when all was said.
    expected: (protocol) => ({
      turn: "done · whole",
      stream: protocol === "openai" ? null : "200 · whole · done",
      whole: "200 · whole",
    }),
  },
  {
    name: "an event of ten megabytes",
    text: long,
    play(stage) {
      const { wire, streamed } = stage;
      const document = wire.document().replace(answer, long);
      send(stage, streamed ? wire.text(long) + wire.finish() + wire.done : document);
    },
    expected: answered,
  },
  {
    name: "the same id and the same words twice",
    play: (stage) => send(stage, body(stage)),
    expected: answered,
  },
  {
    name: "a tool call's arguments split anywhere",
    play(stage) {
      const { wire, streamed } = stage;
      const all = wire.toolCall([...calledText]) + wire.finish("tool_calls") + wire.done;
      send(stage, streamed ? all : wire.document({ toolCall: calledText }));
    },
    expected: () => ({
      turn: `done · none${calledLine}`,
      stream: `200 · none · done${calledLine}`,
      whole: `200 · none${calledLine}`,
    }),
  },
  {
    name: "a tool call's arguments that are no JSON",
    play(stage) {
      const { wire, streamed } = stage;
      const all = wire.toolCall(['{"city":']) + wire.finish("tool_calls") + wire.done;
      send(stage, streamed ? all : wire.document({ toolCall: '{"city":' }));
    },
    expected: () => ({
      turn: `done · none · calls ${call.name} {"city":`,
      stream: `200 · none · done · calls ${call.name} {"city":`,
      whole: `200 · none · calls ${call.name} {"city":`,
    }),
  },
  {
    name: "usage only at the end",
    counts: true,
    play: (stage) => send(stage, body(stage)),
    expected: () => ({ turn: `done · whole${used}`, stream: null, whole: null }),
  },
  {
    name: "usage as a running total in every chunk",
    counts: true,
    play(stage) {
      const { wire } = stage;
      const all = pieces.map((piece, index) => wire.text(piece, index)).join("");
      send(stage, all + wire.finish() + wire.done);
    },
    expected: () => ({ turn: `done · whole${used}`, stream: null, whole: null }),
  },
  {
    name: "early hints before the answer",
    play(stage) {
      stage.socket.write("HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n");
      send(stage, body(stage));
    },
    expected: answered,
  },
  {
    name: "no length and no chunks, ended with the connection",
    play(stage) {
      const { socket, wire, streamed } = stage;
      const type = streamed ? wire.streamType : "application/json";
      socket.end(
        `HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\nconnection: close\r\n\r\n${body(stage)}`,
      );
    },
    expected: answered,
  },
  {
    name: "an answer that begins late",
    async play(stage) {
      open(stage);
      await new Promise((resolve) => setTimeout(resolve, stage.quick ? 300 : 3000));
      put(stage, body(stage));
      stage.socket.write("0\r\n\r\n");
    },
    expected: answered,
  },
];
