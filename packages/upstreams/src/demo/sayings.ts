/** Everything the conversation demonstration can say, in one place. */

function addressed(name: string | null): string {
  return name === null ? "" : `, ${name}`;
}

function quote(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 160 ? `${line.slice(0, 160)}…` : line;
}

export const greeting = (name: string | null) =>
  `Hello${addressed(name)}! I'm Parley's built-in demonstration: a small script, not a language model. I can chat a little so that you can try things out. Tell me your name, ask me *what is 17\\*23*, or ask **what is Parley?**`;

export const niceToMeet = (name: string) =>
  `Nice to meet you, ${name}. I'll remember that for the rest of this chat: ask me *what is my name?* later.`;

export const yourName = (name: string | null) =>
  name === null
    ? "You haven't told me your name in this chat yet. Say *my name is …* and ask again."
    : `Your name is ${name}. You told me earlier in this chat; I see all of it each time you send something, as every model does.`;

export const nothingBefore = "This is the first thing you have said in this chat.";
export const firstQuestion = (text: string) => `The first thing you said was: “${quote(text)}”`;
export const questionBefore = (text: string) => `Just before this you said: “${quote(text)}”`;

export const result = (expression: string, value: number) => {
  const rounded = Number(value.toPrecision(12));
  const shown = expression.replace(/\s+/g, " ").replace(/\*/g, "×");
  return `${shown} = **${rounded.toLocaleString("en")}**\n\nThat was plain arithmetic, not a model guessing.`;
};

export const aboutParley = `Parley is a self-hosted place to talk with any language model. The person who runs it decides what happens in between.

- **Any model**: Ollama on your own machine, or anything that speaks OpenAI's protocol.
- **Nothing is lost**: answers go on when you close the page, and they are still there when you come back.
- **Branches**: edit a question or ask for another answer, and move between the versions with the arrows.
- **Yours**: chats live in your own database.

To talk with a real model, ask me **how do I connect Ollama?** or **how do I connect an API?**`;

export const connectOllama = `To connect Ollama:

1. Install it from [ollama.com](https://ollama.com) and get a model: \`ollama pull llama3.2\`
2. If Ollama runs on the same machine as Parley, at \`http://127.0.0.1:11434\`, Parley finds it by itself when it starts.
3. If it runs elsewhere, an admin adds its address among the connections in Parley's settings, and presses **Check** to see what it found. Or start Parley with \`OLLAMA_BASE_URLS=http://other-machine:11434\`.

Its models then appear in the model picker, beside me.`;

export const connectApi = `To connect an API that speaks OpenAI's protocol (OpenAI, OpenRouter, vLLM, LM Studio, llama.cpp and many others):

1. An admin opens the connections in Parley's settings and adds one: the address, for example \`https://api.openai.com/v1\`, and the key.
2. **Check** tells what was found, or why it failed.

Or start Parley with \`OPENAI_BASE_URLS\` and \`OPENAI_API_KEYS\` in its environment. The key is stored encrypted and never leaves the server.`;

export const aboutMe =
  "I'm a demonstration that comes with Parley: a few dozen lines of script that match words and answer from a list. I don't understand what you write, I don't learn, and nothing you tell me leaves this server. I'm here so that you can try every button before you connect a real model.";

export const whatToTry = `A few things to try with me:

- tell me your name, and ask for it later;
- ask me to work something out: *what is (3 + 4) × 12?*
- press **stop** while I'm speaking, or close the page and come back;
- **edit** your message, or ask for another answer, and move between the branches;
- ask **how do I connect Ollama?**

There are two more demonstrations in the model picker: *Demo: Markdown tour* shows everything that can be drawn, and *Demo: echo* obeys commands such as \`/slow\`, \`/long\` and \`/error\` (send it \`/help\`).`;

export const seeTheTour =
  "For formatting, pick **Demo: Markdown tour** in the model picker and send it anything: it shows headings, lists, tables, code, math and a diagram, streamed as a model would.";

export const howIAm = (name: string | null) =>
  `As well as a script can be${addressed(name)}. What would you like to try?`;

export const welcome = (name: string | null) => `You're welcome${addressed(name)}.`;

export const farewell = (name: string | null) =>
  `Goodbye${addressed(name)}! This chat stays in the sidebar, with everything in it.`;

export const nothingSaid = "Your message was empty. Say hello, or ask me what I can do.";

export const attachment =
  "I see that you attached something. It reached me, but a script can't look into it: a model that takes images or files can.";

export const reflection = (text: string, name: string | null) =>
  `You said: “${quote(text)}”\n\nI'm only a demonstration${addressed(name)}, so I can't really answer that. A real model could: ask me **how do I connect Ollama?** or **how do I connect an API?** Or ask **what can you do?** for things to try right now.`;
