import { z } from "zod";
import type { Json } from "../json.ts";

const title = z.string().max(300);
const words = z.string().max(5_000);

/** What a function may ask a person. Made anew from this list; other keys are left out. */
export const functionQuestion = z.discriminatedUnion("type", [
  z.object({ type: z.literal("confirmation"), data: z.object({ title, message: words }) }),
  z.object({
    type: z.literal("input"),
    data: z.object({
      title,
      message: words,
      placeholder: title.exactOptional(),
      value: words.exactOptional(),
      /** `password` is not shown while it is typed. */
      kind: z.enum(["text", "password", "number"]).exactOptional(),
      /** A choice of these instead of a free text. */
      options: z.array(title).max(200).exactOptional(),
    }),
  }),
]);
export type FunctionQuestion = z.infer<typeof functionQuestion>;

/** Server → page, acknowledged with a `questionReply`. */
export const functionQuestionEvent = "function:question";
/** Server → page: the question needs no reply any more. */
export const functionQuestionEndEvent = "function:question-end";

export const pageQuestion = z.object({
  /** Of this question. */
  id: z.string(),
  chatId: z.string(),
  messageId: z.string(),
  /** Name of the function that asks. */
  from: z.string(),
  question: functionQuestion,
});
export type PageQuestion = z.infer<typeof pageQuestion>;

export const questionEnd = z.object({ id: z.string() });

/** What a page replies; null: declined. */
export const questionReply = z.strictObject({
  answer: z.union([z.boolean(), z.string().max(20_000), z.null()]),
});

/** The answer that a function is given; null for anything that is none to this question. */
export function answerIn(reply: unknown, question: FunctionQuestion): Json {
  const answer = questionReply.safeParse(reply).data?.answer ?? null;
  if (question.type === "confirmation") return typeof answer === "boolean" ? answer : null;
  if (typeof answer !== "string") return null;
  const { options } = question.data;
  return options === undefined || options.includes(answer) ? answer : null;
}
