"use client";

import { CornerDownRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { z } from "zod";
import { Button } from "#components/ui/button.tsx";
import type { BranchMessage } from "../state/types.ts";
import { useSend } from "../use/use-send.ts";

const questions = z.array(z.string().min(1)).catch([]);

/** Questions that a model suggests to ask next; choosing one asks it. */
export function FollowUps({ message }: { message: BranchMessage }) {
  const t = useTranslations("chat.followUps");
  const send = useSend();
  const followUps = questions.parse(message.metadata.followUps);
  if (followUps.length === 0) return null;
  return (
    <ul aria-label={t("title")} className="mt-3 flex flex-col items-start gap-1">
      {followUps.map((question) => (
        <li key={question} className="max-w-full">
          <Button look="quiet" onPress={() => void send(question)}>
            <CornerDownRight aria-hidden size={16} strokeWidth={1.75} className="shrink-0" />
            <span className="text-start whitespace-normal">{question}</span>
          </Button>
        </li>
      ))}
    </ul>
  );
}
