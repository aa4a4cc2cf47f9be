import type { Step } from "./codes.ts";

/** What an answer consists of, once all of it is known. */
export type Whole = {
  text: string;
  thinking: string;
  tools: { name: string; arguments: Record<string, string> }[];
};

export type AnswerContext = { id: string; model: string; includeUsage: boolean };

/** One of the wire protocols the server speaks. Everything it returns is text ready to be sent. */
export type Protocol = {
  streamType: string;
  /** Whether `stream` absent means that it streams. */
  streamsByDefault: boolean;
  opening(context: AnswerContext): string;
  text(context: AnswerContext, text: string): string;
  think(context: AnswerContext, text: string): string;
  tool(context: AnswerContext, call: Whole["tools"][number]): string;
  failure(message: string): string;
  /** The last words of a complete answer; `called`: a tool was called. */
  closing(context: AnswerContext, called: boolean): string;
  /** What may follow the closing: OpenAI's `[DONE]`. */
  done: string;
  whole(context: AnswerContext, whole: Whole): string;
  refusal(status: number, message: string): string;
};

/** The same numbers for every answer, so that tests can name them. */
export const tokens = { prompt: 7, completion: 3 };

export function wholeOf(steps: Step[]): Whole {
  const whole: Whole = { text: "", thinking: "", tools: [] };
  for (const step of steps) {
    if (step.do === "text") whole.text += step.text;
    if (step.do === "think") whole.thinking += step.text;
    if (step.do === "tool") whole.tools.push({ name: step.name, arguments: step.arguments });
  }
  return whole;
}
