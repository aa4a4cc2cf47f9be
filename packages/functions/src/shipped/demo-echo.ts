import {
  type Beat,
  beatsOf,
  type CompletionBody,
  definePipe,
  speak,
  textOf,
  titleFor,
} from "@parley/functions";

const help = `I say back what you send. These commands make me behave in other ways, so that you can see how Parley handles it:

| Command | What I do |
|---|---|
| \`/slow [n]\` | speak slowly: n words (40), one every 150 ms |
| \`/long [n]\` | speak at length: n paragraphs (40) |
| \`/think\` | think first, then answer |
| \`/error\` | fail before the first word |
| \`/error-mid\` | fail in the middle |
| \`/json\` | show the request that reached me |
| \`/help\` | say this |
`;

/** Answers of pipes have ten minutes. */
const largest = 2_000;
const slowPace = 150;
const hurried = 4;

const sentence =
  "The echo speaks at length so that there is something to scroll through, to search in, and to stop.";

function count(argument: string, otherwise: number): number {
  const value = Number.parseInt(argument, 10);
  return Number.isNaN(value) ? otherwise : Math.min(Math.max(value, 1), largest);
}

function slow(argument: string): Beat[] {
  return Array.from({ length: count(argument, 40) }, (_, index) => ({
    kind: "content",
    text: `${index === 0 ? "" : " "}word-${index + 1}`,
    pause: slowPace,
  }));
}

function long(argument: string): Beat[] {
  const paragraphs = Array.from(
    { length: count(argument, 40) },
    (_, index) => `**Paragraph ${index + 1}.** ${sentence} ${sentence}`,
  );
  return beatsOf(paragraphs.join("\n\n"), { pace: hurried });
}

function think(argument: string): Beat[] {
  const subject = argument === "" ? "what to say" : `“${argument}”`;
  const thoughts = `I was asked to think about ${subject}. First I look at it from the left. Then from the right. It is the same from both sides, so there is only one thing to say.`;
  return [
    ...beatsOf(thoughts, { kind: "reasoning" }),
    ...beatsOf(argument === "" ? "I have thought, and this is my answer." : argument),
  ];
}

function json({ messages, ...rest }: CompletionBody): Beat[] {
  const shown = { ...rest, messages: messages.map(({ role, content }) => ({ role, content })) };
  return beatsOf(`\`\`\`json\n${JSON.stringify(shown, null, 2)}\n\`\`\``, { pace: hurried });
}

const errorEarly: Beat = {
  kind: "fail",
  message:
    "The echo failed before its first word, as /error told it to. Send anything else to go on.",
};
const errorInTheMiddle: Beat = {
  kind: "fail",
  message:
    "The echo failed in the middle, as /error-mid told it to. What it said so far is kept; ask again or go on.",
};

const commands: Record<string, (argument: string, body: CompletionBody) => Beat[]> = {
  help: () => beatsOf(help),
  slow,
  long,
  think,
  error: () => [errorEarly],
  "error-mid": () => [...beatsOf("So far everything went well, and now"), errorInTheMiddle],
  json: (_, body) => json(body),
};

/** What the echo answers: the last message, or what its command asks for. */
function echo(body: CompletionBody): Beat[] {
  const question = body.messages.findLast(({ role }) => role === "user");
  const last = question === undefined ? "" : textOf(question).trim();
  const found = /^\/([a-z-]+)(?:\s+([\s\S]*))?$/.exec(last);
  if (found === null) {
    return beatsOf(last === "" ? "(You sent no text. Send /help to see what I obey.)" : last);
  }
  const [, name = "", argument = ""] = found;
  const command = commands[name];
  return command === undefined
    ? beatsOf(`I don't know the command \`/${name}\`.\n\n${help}`)
    : command(argument.trim(), body);
}

export default definePipe({
  name: "Demo: echo",
  version: "1.0.0",
  description: "Says back what you send, and obeys commands such as /slow, /long and /error.",
  icon: "repeat",
  author: "Parley",

  pipe({ body, signal }) {
    const title = titleFor(body);
    return speak(title === null ? echo(body) : beatsOf(title), { body, signal });
  },
});
