"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { RefObject } from "react";
import { FocusHeirs, heirMark, useLeave } from "#components/ui/focus-heirs.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { useChat, useChatState } from "../use/chat-context.tsx";
import { useProblemToast } from "../use/use-problem-toast.ts";

/**
 * What the chat is about: one line beside the model, on phones below it. Long tags give way to each
 * other. `fallback` gets the focus when the last one was removed.
 */
export function Tags({ fallback }: { fallback: RefObject<HTMLElement | null> }) {
  const t = useTranslations("chat.tags");
  const { session } = useChat();
  const { chat } = useChatState(session);
  const tags = chat?.tags ?? [];
  return (
    <FocusHeirs fallback={fallback}>
      {tags.length === 0 ? null : (
        <ul
          aria-label={t("title")}
          className="order-last flex w-full min-w-0 gap-1.5 px-1 pb-1.5 md:order-none md:w-auto md:max-w-1/2 md:pb-0"
        >
          {tags.map((tag) => (
            <Tag key={tag} tag={tag} />
          ))}
        </ul>
      )}
    </FocusHeirs>
  );
}

function Tag({ tag }: { tag: string }) {
  const t = useTranslations("chat.tags");
  const { session } = useChat();
  const onProblem = useProblemToast();
  const leave = useLeave();
  const remove = () => {
    leave("tag", tag);
    session.removeTag(tag).catch(onProblem);
  };
  return (
    <li className="flex h-6 min-w-0 items-center rounded-full bg-hover ps-2.5 text-xs text-muted pointer-coarse:h-7">
      <span title={tag} className="min-w-0 truncate">
        {tag}
      </span>
      <IconButton
        {...heirMark("tag", tag)}
        name={t("remove", { tag })}
        className="size-6 min-w-6 shrink-0 rounded-full pointer-coarse:size-7"
        onPress={remove}
      >
        <X strokeWidth={1.75} aria-hidden className="size-3 text-muted" />
      </IconButton>
    </li>
  );
}
