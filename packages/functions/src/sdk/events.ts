import type { Json } from "./json.ts";

/** What a function can tell the page about the message it works for. Nothing else reaches a page. */
export type FunctionEvent =
  /** A line above the answer that says what is going on; `done` ends it, `hidden` takes it away. */
  | { type: "status"; data: { description: string; done?: boolean; hidden?: boolean } }
  /** Text added to the answer. */
  | { type: "message"; data: { content: string } }
  /** Text in place of the answer's. */
  | { type: "replace"; data: { content: string } }
  /** A source that the answer rests on. */
  | {
      type: "citation";
      data: { source: { name: string; url?: string }; document?: string[]; metadata?: Json[] };
    }
  /** Files of the message, in place of those it had; each travels inside its `data:` address. */
  | { type: "files"; data: { files: { type: "image" | "file"; name: string; url: string }[] } }
  /** A short note to the person, on top of the page. */
  | {
      type: "notification";
      data: { type: "info" | "success" | "warning" | "error"; content: string };
    };

/** A question to the person; the page shows a dialog. */
export type FunctionQuestion =
  /** Yes or no. */
  | { type: "confirmation"; data: { title: string; message: string } }
  /** One text. */
  | {
      type: "input";
      data: {
        title: string;
        message: string;
        placeholder?: string;
        value?: string;
        /** `password` is not shown while it is typed. */
        kind?: "text" | "password" | "number";
        /** A choice of these instead of a free text. */
        options?: string[];
      };
    };

/** What the person said; null when they declined, or said nothing in time. */
export type AnswerTo<Question extends FunctionQuestion> = Question extends { type: "confirmation" }
  ? boolean | null
  : string | null;
