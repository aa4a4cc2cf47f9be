"use client";

import { memo } from "react";
import type { BranchMessage } from "../state/types.ts";
import { Answer } from "./answer.tsx";
import { Note } from "./note.tsx";
import { Question } from "./question.tsx";

type RowProps = { message: BranchMessage; isLast: boolean };

/** One message. Rendered again only when the message itself changes. */
export const Row = memo(function Row({ message, isLast }: RowProps) {
  return (
    <article
      data-message-id={message.id}
      data-role={message.role}
      data-status={message.status}
      className="group/message"
      data-last={isLast || undefined}
    >
      <Kind message={message} isLast={isLast} />
    </article>
  );
});

function Kind({ message, isLast }: RowProps) {
  switch (message.role) {
    case "user":
      return <Question message={message} />;
    case "assistant":
      return <Answer message={message} isLast={isLast} />;
    case "system":
    case "tool":
      return <Note message={message} />;
  }
}
