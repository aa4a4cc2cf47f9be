import { type ChatMessage, textOf } from "./messages.ts";
import { markdownSample } from "./samples.ts";

/**
 * What the scripted model server answers is coded in the LAST user message, anywhere in it:
 *
 * | code                    | the answer                                                              |
 * |-------------------------|-------------------------------------------------------------------------|
 * | (none)                  | an echo of the message in about ten chunks                              |
 * | E2E:text:<text>         | exactly <text> (to the end of the line), one chunk a word               |
 * | E2E:slow:<n>:<ms>       | "word-1 word-2 …", n chunks, one every ms milliseconds                  |
 * | E2E:long:<n>            | n words, as fast as they can be sent, one chunk a word                  |
 * | E2E:markdown            | a sample with headings, a list, a table, code and math                  |
 * | E2E:think               | thinking first, then text                                               |
 * | E2E:tool                | a call of the tool get_weather with {"city":"Lisbon"}                   |
 * | E2E:usage               | text; 7 prompt tokens and 3 completion tokens                           |
 * | E2E:recorded:<name>     | OpenAI only: an answer of recorded.ts, such as "logprobs"; "request" is the request itself |
 * | E2E:manual[:<n>]        | "piece-1 piece-2 …", n (20) pieces, each sent when released by a control call |
 * | E2E:error:<status>[:<message>] | refused with that status before anything is sent; 429 with Retry-After: 7 |
 * | E2E:error-mid           | text, then the protocol's error object in the middle of the stream      |
 * | E2E:hang                | nothing, not even headers, until the client leaves                      |
 * | E2E:hang-mid            | text, then nothing until the client leaves                              |
 * | E2E:reset               | the connection is reset before headers                                  |
 * | E2E:reset-mid           | text, then the connection is reset                                      |
 * | E2E:no-done             | text, then a clean end without finish reason and without [DONE] (Ollama: without the done line) |
 * | E2E:double-done         | text and two [DONE]                                                     |
 * | E2E:split-utf8          | text in many scripts, every byte sent by itself                         |
 * | E2E:crlf                | a byte order mark, comments, and CRLF line ends                         |
 * | E2E:html                | status 200 and a web page                                               |
 * | E2E:json-error          | status 200 and a JSON error instead of an answer                        |
 * | E2E:json                | one whole JSON answer, although a stream was asked for                  |
 * | E2E:redirect            | 307 to another address                                                  |
 *
 * A request in which any message contains "Write a title" is answered with "Title of: <first words>"
 * (as {"title": …} when it also mentions JSON), whatever code the conversation contains; one that
 * asks for questions to ask next is answered with `followUps`, one that asks for topics with `tags`.
 */
export type Step =
  | { do: "text"; text: string }
  | { do: "think"; text: string }
  | { do: "tool"; name: string; arguments: Record<string, string> }
  | { do: "wait"; milliseconds: number }
  | { do: "gate" }
  | { do: "error"; message: string }
  | { do: "hang" }
  | { do: "reset" };

export type Refusal = { status: number; message: string };

export type Script = {
  code: string;
  steps: Step[];
  refusal?: Refusal;
  /** Instead of the protocol's answer. */
  instead?: "hang" | "reset" | "html" | "json-error" | "json" | "redirect";
  /** The name of an answer of recorded.ts. */
  recorded?: string;
  ending?: "none" | "double";
  /** How the bytes of a stream are written. */
  writing?: "byte-by-byte" | "crlf";
};

/** Text whose characters take one to four bytes each. */
export const manyScripts = "Grüße, мир! 你好 — 👩‍🚀 γειά σου 🎉";

function words(text: string): Step[] {
  return (text.match(/\S+\s*/g) ?? []).map((word) => ({ do: "text", text: word }));
}

function counted(count: number, between: Step[], name = "word"): Step[] {
  return Array.from({ length: count }, (_, index): Step[] => [
    ...between,
    { do: "text", text: `${index === 0 ? "" : " "}${name}-${index + 1}` },
  ]).flat();
}

function echo(text: string): Step[] {
  const answer = `You said: ${text}`;
  const size = Math.max(1, Math.ceil(answer.length / 10));
  return (answer.match(new RegExp(`[\\s\\S]{1,${size}}`, "gu")) ?? []).map((piece) => ({
    do: "text",
    text: piece,
  }));
}

function number(text: string | undefined, otherwise: number): number {
  const value = Number.parseInt(text ?? "", 10);
  return Number.isNaN(value) ? otherwise : value;
}

const begun = words("This is the first part of an answer ");

const scripts: Record<string, (argument: string) => Omit<Script, "code">> = {
  text: (argument) => ({ steps: words(argument) }),
  slow: (argument) => {
    const [count, milliseconds] = argument.split(":");
    const wait: Step = { do: "wait", milliseconds: number(milliseconds, 50) };
    return { steps: counted(number(count, 20), [wait]) };
  },
  long: (argument) => ({ steps: counted(number(argument, 5000), []) }),
  markdown: () => ({ steps: words(markdownSample) }),
  think: () => ({
    steps: [
      { do: "think", text: "First I think" },
      { do: "think", text: " about it." },
      ...words("Then I answer."),
    ],
  }),
  tool: () => ({ steps: [{ do: "tool", name: "get_weather", arguments: { city: "Lisbon" } }] }),
  usage: () => ({ steps: words("Counted with care.") }),
  recorded: (name) => ({ steps: [], recorded: name.trim() }),
  manual: (argument) => ({ steps: counted(number(argument, 20), [{ do: "gate" }], "piece") }),
  error: (argument) => {
    const [status, ...message] = argument.split(":");
    const text = message.join(":") || "The scripted model refuses.";
    return { steps: [], refusal: { status: number(status, 500), message: text } };
  },
  "error-mid": () => ({
    steps: [...begun, { do: "error", message: "The scripted model broke in the middle." }],
  }),
  hang: () => ({ steps: [], instead: "hang" }),
  "hang-mid": () => ({ steps: [...begun, { do: "hang" }] }),
  reset: () => ({ steps: [], instead: "reset" }),
  // A reset overtakes what is still on its way; the wait lets the text arrive first.
  "reset-mid": () => ({
    steps: [...begun, { do: "wait", milliseconds: 50 }, { do: "reset" }],
  }),
  "no-done": () => ({ steps: words("It ends without saying so."), ending: "none" }),
  "double-done": () => ({ steps: words("It ends twice."), ending: "double" }),
  "split-utf8": () => ({ steps: words(manyScripts), writing: "byte-by-byte" }),
  crlf: () => ({ steps: words("Lines end as they like."), writing: "crlf" }),
  html: () => ({ steps: [], instead: "html" }),
  "json-error": () => ({ steps: [], instead: "json-error" }),
  json: () => ({ steps: words("All of it at once."), instead: "json" }),
  redirect: () => ({ steps: [], instead: "redirect" }),
};

const titleWords = "Write a title";
const followUpWords = "Suggest three short questions";
/** What every conversation could be asked next. */
export const followUps = ["Why is that so?", "Can you give an example?"];
const tagWords = "Name one to three broad topics";
/** What every conversation is about. */
export const tags = ["locks", "distributed systems"];

function titleScript(messages: ChatMessage[]): Script {
  const asked = messages.map((message) => textOf(message.content)).join("\n\n");
  const quoted = /<question>\s*([\s\S]*?)\s*<\/question>/.exec(asked)?.[1];
  const other = messages
    .filter((message) => message.role === "user")
    .map((message) => textOf(message.content))
    .find((text) => !text.includes(titleWords));
  const source = quoted ?? other ?? asked.trim().split(/\n+/).at(-1) ?? "";
  const title = `Title of: ${(source.match(/\S+/g) ?? []).slice(0, 4).join(" ")}`;
  return {
    code: "title",
    steps: words(asked.includes("JSON") ? JSON.stringify({ title }) : title),
  };
}

/** The script that a conversation asks for. Unknown codes are refused with 400, so that no test passes by mistake. */
export function scriptFor(messages: ChatMessage[]): Script {
  if (messages.some((message) => textOf(message.content).includes(followUpWords))) {
    return { code: "follow-ups", steps: words(JSON.stringify(followUps)) };
  }
  if (messages.some((message) => textOf(message.content).includes(tagWords))) {
    return { code: "tags", steps: words(JSON.stringify(tags)) };
  }
  if (messages.some((message) => textOf(message.content).includes(titleWords))) {
    return titleScript(messages);
  }
  const last = textOf(messages.findLast((message) => message.role === "user")?.content ?? "");
  const found = /E2E:([a-z0-9-]+)(?::([^\n]*))?/.exec(last);
  if (found === null) return { code: "echo", steps: echo(last) };
  const code = found[1] ?? "";
  const script = scripts[code];
  if (script === undefined) {
    return { code, steps: [], refusal: { status: 400, message: `There is no code E2E:${code}.` } };
  }
  return { code, ...script(found[2] ?? "") };
}

/** The text that a code makes the model say, for tests to compare with. */
export function textFor(message: string): string {
  return scriptFor([{ role: "user", content: message }])
    .steps.map((step) => (step.do === "text" ? step.text : ""))
    .join("");
}
