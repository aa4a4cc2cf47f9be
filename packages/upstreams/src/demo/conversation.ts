import { workOut } from "./arithmetic.ts";
import type { ConversationView } from "./conversation-view.ts";
import * as say from "./sayings.ts";

type Topic = {
  /** Tried in order; the first that knows something to say, says it. */
  answer: (view: ConversationView, name: string | null) => string | null;
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
  { answer: ({ last }) => (last === "" ? say.nothingSaid : null) },
  { answer: ({ hasAttachment }) => (hasAttachment ? say.attachment : null) },
  when(/\b(what('s| is)|do you (know|remember)) my name\b/i, say.yourName),
  {
    answer({ last, earlier }) {
      if (!/\b(what did I (say|ask)|what was my (first|last)|remember what I)\b/i.test(last))
        return null;
      const first = earlier[0];
      const before = earlier.at(-1);
      if (first === undefined || before === undefined) return say.nothingBefore;
      return /\bfirst\b/i.test(last) ? say.firstQuestion(first) : say.questionBefore(before);
    },
  },
  {
    answer({ last }) {
      const sum = workOut(last);
      return sum === null ? null : say.result(sum.expression, sum.value);
    },
  },
  when(/\bollama\b/i, () => say.connectOllama),
  when(
    /\b(api|openai|openrouter|key|vllm|lm studio|llama\.?cpp|connect|real model)\b/i,
    () => say.connectApi,
  ),
  when(/\b(what('s| is)|tell me about|about) parley\b|\bparley\?/i, () => say.aboutParley),
  when(
    /\b(who|what) are you\b|\bare you (a |an |really )?(real|human|ai|bot|model)/i,
    () => say.aboutMe,
  ),
  when(/\b(what can (you|i) do|help|what now|suggest|things to try)\b/i, () => say.whatToTry),
  when(/\bmarkdown|diagram|table|code|math\b/i, () => say.seeTheTour),
  { answer: ({ last }) => ((name) => (name === null ? null : say.niceToMeet(name)))(nameIn(last)) },
  when(/\bhow are you\b|\bhow('s| is) it going\b/i, say.howIAm),
  when(
    /^\s*(hi|hello|hey|good (morning|afternoon|evening)|hola|bonjour|hallo|ciao)\b/i,
    say.greeting,
  ),
  when(/\b(thanks|thank you|thx|cheers)\b/i, say.welcome),
  when(/\b(bye|goodbye|see you|good night)\b/i, say.farewell),
];

/** What the conversation demonstration answers: scripted, and honest about it. */
export function converse(view: ConversationView): string {
  const name = knownName([...view.earlier, view.last]);
  for (const topic of topics) {
    const reply = topic.answer(view, name);
    if (reply !== null) return reply;
  }
  return say.reflection(view.last, name);
}
