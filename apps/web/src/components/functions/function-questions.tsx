"use client";

import { type PageQuestion, pageQuestion, questionEnd } from "@parley/core";
import { lazy, Suspense, useEffect, useState } from "react";
import { useServerSocket } from "#lib/use-server-event.ts";

const QuestionDialog = lazy(async () => {
  const loaded = await import("./question-dialog.tsx");
  return { default: loaded.QuestionDialog };
});

type Waiting = PageQuestion & { reply: (answer: unknown) => void };

/** Shows what functions ask, one after the other; nothing while they ask nothing. */
export function FunctionQuestions() {
  const socket = useServerSocket();
  const [waiting, setWaiting] = useState<readonly Waiting[]>([]);
  const [first] = waiting;
  useEffect(() => {
    const drop = (id: string) => setWaiting((before) => before.filter((one) => one.id !== id));
    const ends = [
      socket.onCall("function:question", (payload, acknowledge) => {
        const question = pageQuestion.safeParse(payload).data;
        if (question === undefined) return;
        const reply = (answer: unknown) => {
          acknowledge({ answer });
          drop(question.id);
        };
        // Asked again over a new connection, it keeps its place, and what was typed.
        setWaiting((before) => {
          const place = before.findIndex(({ id }) => id === question.id);
          const entry = { ...question, reply };
          return place === -1 ? [...before, entry] : before.with(place, entry);
        });
      }),
      socket.onCall("function:question-end", (payload) => {
        const ended = questionEnd.safeParse(payload).data;
        if (ended !== undefined) drop(ended.id);
      }),
    ];
    return () => {
      for (const end of ends) end();
    };
  }, [socket]);
  if (first === undefined) return null;
  return (
    <Suspense fallback={null}>
      <QuestionDialog
        key={first.id}
        from={first.from}
        question={first.question}
        others={waiting.length - 1}
        onAnswer={first.reply}
      />
    </Suspense>
  );
}
