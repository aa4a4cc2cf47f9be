import type { UpstreamModel } from "@parley/core";
import { converse } from "./conversation.ts";
import type { ConversationView } from "./conversation-view.ts";
import { echo } from "./echo.ts";
import { type Beat, beatsOf } from "./script.ts";
import { tour } from "./tour.ts";

export type DemoModel = UpstreamModel & { answer(view: ConversationView): Beat[] };

/** The built-in models. Their names say what they are. */
export const demoModels: DemoModel[] = [
  {
    id: "demo-conversation",
    name: "Demo: conversation",
    description:
      "A small scripted partner that needs no network and knows that it is a demonstration.",
    answer: (view) => beatsOf(converse(view)),
  },
  {
    id: "demo-markdown",
    name: "Demo: Markdown tour",
    description:
      "Answers everything with a tour of what can be shown: tables, code, math, diagrams.",
    answer: () => beatsOf(tour, { pace: 12 }),
  },
  {
    id: "demo-echo",
    name: "Demo: echo",
    description: "Says back what you send, and obeys commands such as /slow, /long and /error.",
    answer: echo,
  },
];
