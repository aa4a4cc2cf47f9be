"use client";

import { useTranslations } from "next-intl";
import { lazy, Suspense, useState } from "react";
import { mayHaveExtras } from "../state/extras.ts";
import { modelNameOf, pickedNameOf } from "../state/predicates.ts";
import type { BranchMessage } from "../state/types.ts";
import { useChat } from "../use/chat-context.tsx";
import { AnswerText } from "./answer-text.tsx";
import { Editor } from "./editor.tsx";
import { FieldChips } from "./field-chips.tsx";
import { FollowUps } from "./follow-ups.tsx";
import { Outcome } from "./outcome.tsx";
import { QuietLine } from "./quiet-line.tsx";
import { Reasoning } from "./reasoning.tsx";
import { RunningAnswer } from "./running-answer.tsx";
import { StatusLine } from "./status-line.tsx";
import { Toolbar } from "./toolbar.tsx";

const Extras = lazy(async () => {
  const loaded = await import("./extras.tsx");
  return { default: loaded.Extras };
});

/** What a model said: text on the page, with a quiet line above and what can be done below. */
export function Answer({ message, isLast }: { message: BranchMessage; isLast: boolean }) {
  const t = useTranslations("chat.messages");
  const { session, models } = useChat();
  const [isEditing, setEditing] = useState(false);
  const name = modelNameOf(message, models.models);
  const picked = pickedNameOf(message);
  const live = message.status === "streaming" ? session.liveText(message.id) : undefined;
  return (
    <div className="flex flex-col gap-1">
      <h2 className="sr-only">
        {name === null
          ? t("answerUnknown")
          : picked === null
            ? t("answer", { model: name })
            : t("answerPicked", { model: picked, arena: name })}
      </h2>
      <QuietLine message={message} name={name} live={live} />
      <StatusLine message={message} />
      {isEditing ? (
        <Editor message={message} onEnd={() => setEditing(false)} />
      ) : (
        <>
          {message.status === "streaming" ? (
            <RunningAnswer message={message} live={live} />
          ) : (
            <>
              <Reasoning message={message} />
              <AnswerText content={message.content} />
            </>
          )}
          {mayHaveExtras(message.metadata) ? (
            <Suspense fallback={null}>
              <Extras message={message} />
            </Suspense>
          ) : null}
          <Outcome message={message} />
          <FieldChips message={message} />
          <Toolbar message={message} align="start" onEdit={() => setEditing(true)} />
          {isLast && message.status !== "streaming" ? <FollowUps message={message} /> : null}
        </>
      )}
    </div>
  );
}
