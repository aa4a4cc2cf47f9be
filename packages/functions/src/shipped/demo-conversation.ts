import {
  beatsOf,
  type CompletionBody,
  definePipe,
  speak,
  textOf,
  titleFor,
} from "@parley/functions";

function addressed(name: string | null): string {
  return name === null ? "" : `, ${name}`;
}

function quote(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 160 ? `${line.slice(0, 160)}…` : line;
}

const greeting = (name: string | null) =>
  `Hello${addressed(name)}! I'm Parley's built-in demonstration: a small script, not a language model. I can chat a little so that you can try things out. Tell me your name, ask me *what is 17\\*23*, or ask **what is Parley?**`;

const niceToMeet = (name: string) =>
  `Nice to meet you, ${name}. I'll remember that for the rest of this chat: ask me *what is my name?* later.`;

const yourName = (name: string | null) =>
  name === null
    ? "You haven't told me your name in this chat yet. Say *my name is …* and ask again."
    : `Your name is ${name}. You told me earlier in this chat; I see all of it each time you send something, as every model does.`;

const nothingBefore = "This is the first thing you have said in this chat.";
const firstQuestion = (text: string) => `The first thing you said was: “${quote(text)}”`;
const questionBefore = (text: string) => `Just before this you said: “${quote(text)}”`;

const result = (expression: string, value: number) => {
  const rounded = Number(value.toPrecision(12));
  const shown = expression.replace(/\s+/g, " ").replace(/\*/g, "×");
  return `${shown} = **${rounded.toLocaleString("en")}**\n\nThat was plain arithmetic, not a model guessing.`;
};

const aboutParley = `Parley is a self-hosted place to talk with any language model. The person who runs it decides what happens in between.

- **Any model**: Ollama on your own machine, or anything that speaks OpenAI's protocol.
- **Nothing is lost**: answers go on when you close the page, and they are still there when you come back.
- **Branches**: edit a question or ask for another answer, and move between the versions with the arrows.
- **Yours**: chats live in your own database.

To talk with a real model, ask me **how do I connect Ollama?** or **how do I connect an API?**`;

const connectOllama = `To connect Ollama:

1. Install it from [ollama.com](https://ollama.com) and get a model: \`ollama pull llama3.2\`
2. If Ollama runs on the same machine as Parley, at \`http://127.0.0.1:11434\`, Parley finds it by itself when it starts.
3. If it runs elsewhere, an admin adds its address among the connections in Parley's settings, and presses **Check** to see what it found. Or start Parley with \`OLLAMA_BASE_URLS=http://other-machine:11434\`.

Its models then appear in the model picker, beside me.`;

const connectApi = `To connect an API that speaks OpenAI's protocol (OpenAI, OpenRouter, vLLM, LM Studio, llama.cpp and many others):

1. An admin opens the connections in Parley's settings and adds one: the address, for example \`https://api.openai.com/v1\`, and the key.
2. **Check** tells what was found, or why it failed.

Or start Parley with \`OPENAI_BASE_URLS\` and \`OPENAI_API_KEYS\` in its environment. The key is stored encrypted and never leaves the server.`;

const aboutMe =
  "I'm a demonstration that comes with Parley: a few dozen lines of script that match words and answer from a list. I don't understand what you write, I don't learn, and nothing you tell me leaves this server. I'm here so that you can try every button before you connect a real model.";

const whatToTry = `A few things to try with me:

- tell me your name, and ask for it later;
- ask me to work something out: *what is (3 + 4) × 12?*
- press **stop** while I'm speaking, or close the page and come back;
- **edit** your message, or ask for another answer, and move between the branches;
- ask **how do I connect Ollama?**

There are two more demonstrations in the model picker: *Demo: Markdown tour* shows everything that can be drawn, and *Demo: echo* obeys commands such as \`/slow\`, \`/long\` and \`/error\` (send it \`/help\`).`;

const seeTheTour =
  "For formatting, pick **Demo: Markdown tour** in the model picker and send it anything: it shows headings, lists, tables, code, math and a diagram, streamed as a model would.";

const howIAm = (name: string | null) =>
  `As well as a script can be${addressed(name)}. What would you like to try?`;

const welcome = (name: string | null) => `You're welcome${addressed(name)}.`;

const farewell = (name: string | null) =>
  `Goodbye${addressed(name)}! This chat stays in the sidebar, with everything in it.`;

const nothingSaid = "Your message was empty. Say hello, or ask me what I can do.";

const attachment =
  "I see that you attached something. It reached me, but a script can't look into it: a model that takes images or files can.";

const reflection = (text: string, name: string | null) =>
  `You said: “${quote(text)}”\n\nI'm only a demonstration${addressed(name)}, so I can't really answer that. A real model could: ask me **how do I connect Ollama?** or **how do I connect an API?** Or ask **what can you do?** for things to try right now.`;

/** A request as the conversation reads it. */
type View = {
  /** The message to answer. */
  last: string;
  /** What the person said before it, oldest first. */
  earlier: string[];
  /** Whether the last message brings something other than text. */
  hasAttachment: boolean;
};

function viewOf({ messages }: CompletionBody): View {
  const questions = messages.filter(({ role }) => role === "user");
  const said = questions.map(textOf);
  const content = questions.at(-1)?.content;
  return {
    last: (said.at(-1) ?? "").trim(),
    earlier: said.slice(0, -1),
    hasAttachment: Array.isArray(content) && content.some(({ type }) => type !== "text"),
  };
}

type Topic = {
  /** Tried in order; the first that knows something to say, says it. */
  answer: (view: View, name: string | null) => string | null;
};

const namings = [
  /\bmy name(?:'s| is) ([\p{L}][\p{L}'-]*)/iu,
  /\bcall me ([\p{L}][\p{L}'-]*)/iu,
  /\b(?:I'm|I’m|I am) (\p{Lu}[\p{L}'-]+)/u,
];

function nameIn(text: string): string | null {
  for (const naming of namings) {
    const name = naming.exec(text)?.[1];
    if (name !== undefined) return name.charAt(0).toLocaleUpperCase("en") + name.slice(1);
  }
  return null;
}

function knownName(texts: string[]): string | null {
  return texts.reduce<string | null>((known, text) => nameIn(text) ?? known, null);
}

function when(pattern: RegExp, reply: (name: string | null) => string): Topic {
  return { answer: ({ last }, name) => (pattern.test(last) ? reply(name) : null) };
}

const topics: Topic[] = [
  { answer: ({ last }) => (last === "" ? nothingSaid : null) },
  { answer: ({ hasAttachment }) => (hasAttachment ? attachment : null) },
  when(/\b(what('s| is)|do you (know|remember)) my name\b/i, yourName),
  {
    answer({ last, earlier }) {
      if (!/\b(what did I (say|ask)|what was my (first|last)|remember what I)\b/i.test(last))
        return null;
      const first = earlier[0];
      const before = earlier.at(-1);
      if (first === undefined || before === undefined) return nothingBefore;
      return /\bfirst\b/i.test(last) ? firstQuestion(first) : questionBefore(before);
    },
  },
  {
    answer({ last }) {
      const sum = workOut(last);
      return sum === null ? null : result(sum.expression, sum.value);
    },
  },
  when(/\bollama\b/i, () => connectOllama),
  when(
    /\b(api|openai|openrouter|key|vllm|lm studio|llama\.?cpp|connect|real model)\b/i,
    () => connectApi,
  ),
  when(/\b(what('s| is)|tell me about|about) parley\b|\bparley\?/i, () => aboutParley),
  when(
    /\b(who|what) are you\b|\bare you (a |an |really )?(real|human|ai|bot|model)/i,
    () => aboutMe,
  ),
  when(/\b(what can (you|i) do|help|what now|suggest|things to try)\b/i, () => whatToTry),
  when(/\bmarkdown|diagram|table|code|math\b/i, () => seeTheTour),
  { answer: ({ last }) => ((name) => (name === null ? null : niceToMeet(name)))(nameIn(last)) },
  when(/\bhow are you\b|\bhow('s| is) it going\b/i, howIAm),
  when(/^\s*(hi|hello|hey|good (morning|afternoon|evening)|hola|bonjour|hallo|ciao)\b/i, greeting),
  when(/\b(thanks|thank you|thx|cheers)\b/i, welcome),
  when(/\b(bye|goodbye|see you|good night)\b/i, farewell),
];

/** What the conversation demonstration answers: scripted, and honest about it. */
function converse(view: View): string {
  const name = knownName([...view.earlier, view.last]);
  for (const topic of topics) {
    const reply = topic.answer(view, name);
    if (reply !== null) return reply;
  }
  return reflection(view.last, name);
}

/**
 * Finds and works out an expression in a sentence: numbers, + - * / × ÷ x ^ and parentheses.
 * Null when there is none, or nothing to work out, or no finite result.
 */
function workOut(sentence: string): { expression: string; value: number } | null {
  const found = /[-(\d][\d\s.,()+*/×÷x^−-]*[\d)]/i.exec(sentence.replaceAll("**", "^"))?.[0];
  if (found === undefined || !/\d[\s)]*[+*/×÷x^−-]/i.test(found)) return null;
  const tokens = tokensOf(found);
  const value = tokens === null ? null : evaluate(tokens);
  return value === null || !Number.isFinite(value) ? null : { expression: found.trim(), value };
}

type Token = number | "+" | "-" | "*" | "/" | "^" | "(" | ")";

const symbols: Record<string, Token> = {
  "+": "+",
  "-": "-",
  "−": "-",
  "*": "*",
  "×": "*",
  x: "*",
  X: "*",
  "/": "/",
  "÷": "/",
  "^": "^",
  "(": "(",
  ")": ")",
};

function tokensOf(text: string): Token[] | null {
  const tokens: Token[] = [];
  const plain = text.replace(/(\d),(?=\d{3}\b)/g, "$1").replace(/\s+/g, " ");
  for (const [piece] of plain.matchAll(/\d+(?:\.\d+)?|\S/g)) {
    const token = /^\d/.test(piece) ? Number(piece) : symbols[piece];
    if (token === undefined) return null;
    tokens.push(token);
  }
  return tokens;
}

/** Recursive descent over sums, products, signs, powers; null where the expression is malformed. */
function evaluate(tokens: Token[]): number | null {
  let position = 0;
  const take = (...wanted: Token[]): Token | null => {
    const token = tokens[position];
    if (token === undefined || !wanted.includes(token)) return null;
    position += 1;
    return token;
  };

  function sum(): number {
    let value = product();
    for (let sign = take("+", "-"); sign !== null; sign = take("+", "-")) {
      value = sign === "+" ? value + product() : value - product();
    }
    return value;
  }
  function product(): number {
    let value = signed();
    for (let sign = take("*", "/"); sign !== null; sign = take("*", "/")) {
      value = sign === "*" ? value * signed() : value / signed();
    }
    return value;
  }
  function signed(): number {
    return take("-") === null ? power() : -signed();
  }
  function power(): number {
    const base = atom();
    return take("^") === null ? base : base ** signed();
  }
  function atom(): number {
    if (take("(") !== null) {
      const value = sum();
      return take(")") === null ? Number.NaN : value;
    }
    const token = tokens[position];
    if (typeof token !== "number") return Number.NaN;
    position += 1;
    return token;
  }

  const value = sum();
  return position === tokens.length && !Number.isNaN(value) ? value : null;
}

export default definePipe({
  name: "Demo: conversation",
  version: "1.0.0",
  description:
    "A small scripted partner that needs no network and knows that it is a demonstration.",
  icon: "message-circle",
  author: "Parley",

  pipe({ body, signal }) {
    const title = titleFor(body);
    return speak(title === null ? beatsOf(converse(viewOf(body))) : beatsOf(title), {
      body,
      signal,
    });
  },
});
