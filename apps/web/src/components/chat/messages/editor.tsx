"use client";

import { textOf } from "@parley/core";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { withText } from "../state/content-text.ts";
import type { BranchMessage } from "../state/types.ts";
import { useChat } from "../use/chat-context.tsx";
import { useProblemToast } from "../use/use-problem-toast.ts";
import { useSend } from "../use/use-send.ts";

type EditorProps = { message: BranchMessage; onEnd: () => void };

/** A message's text in its own place. A question can be asked anew, on a branch of its own. */
export function Editor({ message, onEnd }: EditorProps) {
  const t = useTranslations("chat.editor");
  const { session } = useChat();
  const send = useSend();
  const onProblem = useProblemToast();
  const [text, setText] = useState(() => textOf(message.content));
  const [isSaving, setSaving] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const isQuestion = message.role === "user";
  const isEmpty = text.trim() === "";

  useEffect(() => {
    const { current } = field;
    current?.focus();
    current?.setSelectionRange(current.value.length, current.value.length);
  }, []);
  useLayoutEffect(() => {
    const { current } = field;
    if (current === null || text === null) return;
    current.style.height = "auto";
    current.style.height = `${current.scrollHeight}px`;
  }, [text]);

  const save = async () => {
    if (isEmpty || isSaving) return;
    setSaving(true);
    try {
      await session.edit(message.id, withText(message.content, text));
      onEnd();
    } catch (error) {
      setSaving(false);
      onProblem(error);
    }
  };
  const sendAgain = async () => {
    if (isEmpty || isSaving) return;
    setSaving(true);
    const content = withText(message.content, text);
    const outcome = await send(content, { parentId: message.parentId });
    setSaving(false);
    if (outcome === "sent") onEnd();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const hasModifier = event.ctrlKey || event.metaKey;
    if (event.key === "Escape") onEnd();
    else if (hasModifier && event.key === "Enter") void (isQuestion ? sendAgain() : save());
    else if (hasModifier && event.key.toLowerCase() === "s") void save();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div
      className="rounded-lg border border-line bg-surface p-2 focus-within:border-accent"
      data-testid="editor"
    >
      <textarea
        ref={field}
        aria-label={t("label")}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        className="max-h-[50dvh] w-full resize-none bg-transparent px-2 py-1 text-base outline-none"
      />
      <div className="flex flex-wrap items-center gap-2">
        <p className="min-w-48 flex-1 px-2 text-note text-muted">{isQuestion ? t("kept") : null}</p>
        <Button look="quiet" size="sm" onPress={onEnd}>
          {t("cancel")}
        </Button>
        <Button
          look={isQuestion ? "plain" : "primary"}
          size="sm"
          isDisabled={isEmpty || isSaving}
          onPress={save}
        >
          {t("save")}
        </Button>
        {isQuestion ? (
          <Button look="primary" size="sm" isDisabled={isEmpty || isSaving} onPress={sendAgain}>
            {t("saveAndSend")}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
