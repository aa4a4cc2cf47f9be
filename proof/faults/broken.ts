import { setTimeout as delay } from "node:timers/promises";
import { beginning, type Fault, open, put, send } from "./fault.ts";
import { firstPiece } from "./wire.ts";

/** The same end for every caller that has heard nothing yet. */
function refused(status: number, code: string, more = ""): Fault["expected"] {
  const answered = `${status} ${code}${more}`;
  return () => ({ turn: `error · none · ${status} ${code}`, stream: answered, whole: answered });
}

/** The answer had begun when it ended. */
const brokenOff: Fault["expected"] = () => ({
  turn: "error · part · 502 upstream_error",
  stream: "200 · part · error upstream_error",
  whole: "502 upstream_error",
});

const hung: Fault["expected"] = () => ({
  turn: "stopped · part",
  stream: "200 · part · left",
  whole: "left",
});

const page = "<!doctype html><title>Welcome</title>";

/** Faults after which there is no answer, or not all of it. */
export const broken: Fault[] = [
  {
    name: "hangs before headers, until the caller leaves",
    hangs: { after: "" },
    play: () => undefined,
    expected: () => ({ turn: "stopped · none", stream: "left", whole: "left" }),
  },
  {
    name: "hangs in the middle, until the caller leaves",
    hangs: { after: firstPiece },
    play(stage) {
      open(stage);
      put(stage, beginning(stage));
    },
    expected: hung,
  },
  {
    name: "keeps the connection alive for ever, until the caller leaves",
    hangs: { after: "" },
    async play(stage) {
      open(stage);
      while (!stage.socket.destroyed) {
        put(stage, stage.streamed ? stage.wire.keepAlive : " ");
        await delay(50);
      }
    },
    expected: (protocol) => ({
      turn: "stopped · none",
      stream: protocol === "openai" ? "200 · none · left" : "left",
      whole: "left",
    }),
  },
  {
    name: "resets before headers",
    play: ({ socket }) => void socket.resetAndDestroy(),
    expected: refused(503, "upstream_unavailable"),
  },
  {
    name: "resets in the middle",
    async play(stage) {
      open(stage);
      put(stage, beginning(stage));
      // A reset overtakes what is still on its way.
      await delay(50);
      stage.socket.resetAndDestroy();
    },
    expected: brokenOff,
  },
  {
    name: "half closes before headers",
    play: ({ socket }) => void socket.end(),
    expected: refused(503, "upstream_unavailable"),
  },
  {
    name: "half closes in the middle",
    play(stage) {
      open(stage);
      put(stage, beginning(stage));
      stage.socket.end();
    },
    expected: brokenOff,
  },
  {
    name: "closes in the middle of an event",
    play(stage) {
      open(stage);
      put(stage, beginning(stage));
      put(stage, beginning(stage).slice(0, 20));
      stage.socket.end();
    },
    expected: brokenOff,
  },
  {
    name: "cuts an event off and ends cleanly",
    play(stage) {
      const text = beginning(stage);
      send(stage, stage.streamed ? text + text.slice(0, 20) : text);
    },
    // Bytes pass through unparsed: a client of OpenAI's protocol sees what it would see without Parley.
    expected: (protocol) => ({
      turn: "error · part · 502 upstream_error",
      stream: protocol === "openai" ? "200 · part · open end" : "200 · part · error upstream_error",
      whole: protocol === "openai" ? "200 · not JSON" : "502 upstream_error",
    }),
  },
  {
    name: "reports an error in the middle",
    play(stage) {
      const { wire, streamed } = stage;
      send(
        stage,
        streamed ? beginning(stage) + wire.failure("It broke.") : wire.refusal("It broke."),
      );
    },
    expected: (protocol) => {
      const code = protocol === "openai" ? "broken" : "upstream_error";
      return {
        turn: `error · part · 502 ${code}`,
        stream: `200 · part · error ${code}`,
        whole: `502 ${code}`,
      };
    },
  },
  {
    name: "200 and a web page",
    play: (stage) => send(stage, page, { type: "text/html; charset=utf-8" }),
    expected: refused(502, "upstream_error"),
  },
  {
    name: "200 and a JSON error",
    play: (stage) => send(stage, stage.wire.refusal("It broke."), { type: "application/json" }),
    expected: (protocol) =>
      refused(502, protocol === "openai" ? "broken" : "upstream_error")(protocol),
  },
  ...(
    [
      ["400 Bad Request", "", ""],
      ["401 Unauthorized", "", ""],
      ["404 Not Found", "", ""],
      ["429 Too Many Requests", "retry-after: 7\r\n", " retry-after 7"],
      ["500 Internal Server Error", "", ""],
      ["503 Service Unavailable", "retry-after: 30\r\n", " retry-after 30"],
    ] as const
  ).map(
    ([status, headers, more]): Fault => ({
      name: `refuses: ${status}${more}`,
      play: (stage) =>
        send(stage, stage.wire.refusal("No."), { status, headers, type: "application/json" }),
      expected: (protocol) => {
        const code = protocol === "openai" ? "broken" : "upstream_error";
        return refused(Number.parseInt(status, 10), code, more)(protocol);
      },
    }),
  ),
  {
    name: "redirects",
    play: (stage) =>
      send(stage, "", { status: "307 Elsewhere", headers: "location: http://127.0.0.1:9/\r\n" }),
    expected: refused(502, "upstream_error"),
  },
  {
    name: "keeps the connection alive and says nothing",
    play(stage) {
      const { wire, streamed } = stage;
      send(stage, streamed ? wire.keepAlive.repeat(5) : " ".repeat(5));
    },
    expected: (protocol) => ({
      turn: "error · none · 502 upstream_error",
      stream: protocol === "openai" ? "200 · none · open end" : "502 upstream_error",
      whole: protocol === "openai" ? "200 · not JSON" : "502 upstream_error",
    }),
  },
  {
    name: "ends without [DONE], or Ollama's done line",
    play: (stage) =>
      send(
        stage,
        stage.streamed
          ? stage.wire.text(firstPiece)
          : JSON.stringify({ ...JSON.parse(stage.wire.document()), done: false }),
      ),
    expected: (protocol) =>
      protocol === "openai"
        ? { turn: "done · part", stream: "200 · part · open end", whole: "200 · whole" }
        : {
            turn: "error · part · 502 upstream_error",
            stream: "200 · part · error upstream_error",
            whole: "502 upstream_error",
          },
  },
];
