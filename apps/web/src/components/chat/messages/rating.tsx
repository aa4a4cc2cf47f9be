"use client";

import { ThumbsDown, ThumbsUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { IconButton } from "#components/ui/icon-button.tsx";
import { type Rating, ratingOf } from "../state/rating.ts";
import type { BranchMessage } from "../state/types.ts";
import { useMessageActions } from "./use-message-actions.ts";

const choices = [
  { rating: 1, name: "good", Icon: ThumbsUp },
  { rating: -1, name: "bad", Icon: ThumbsDown },
] as const satisfies { rating: Rating; name: string; Icon: unknown }[];

/** Whether an answer was good; pressed once more, nothing is said. */
export function RatingButtons({ message }: { message: BranchMessage }) {
  const t = useTranslations("chat.actions");
  const { rate } = useMessageActions(message);
  const current = ratingOf(message.metadata);
  return choices.map(({ rating, name, Icon }) => {
    const isChosen = rating === current;
    return (
      <IconButton
        key={name}
        name={t(name)}
        aria-pressed={isChosen}
        onPress={() => rate(isChosen ? null : rating)}
      >
        <Icon
          size={16}
          strokeWidth={1.75}
          aria-hidden
          className={isChosen ? "fill-current/20 text-accent" : ""}
        />
      </IconButton>
    );
  });
}
