"use client";

import { useTranslations } from "next-intl";
import { useCallback, useSyncExternalStore } from "react";
import { Blocks } from "../markdown/blocks.tsx";
import type { LiveText } from "../state/live-text.ts";
import type { BranchMessage } from "../state/types.ts";
import { AnswerText } from "./answer-text.tsx";
import { ReasoningBlock } from "./reasoning.tsx";

type RunningAnswerProps = { message: BranchMessage; live: LiveText | undefined };

/** An answer while it is written. Only this part of the page renders when text comes. */
export function RunningAnswer({ message, live }: RunningAnswerProps) {
  if (live === undefined) {
    return (
      <>
        <AnswerText content={message.content} />
        {message.content === "" ? <Waiting /> : null}
      </>
    );
  }
  return <LiveAnswer live={live} />;
}

function LiveAnswer({ live }: { live: LiveText }) {
  const nothing = useCallback(() => 0, []);
  useSyncExternalStore(live.subscribe, live.version, nothing);
  const { content, reasoning } = live;
  if (content.length === 0 && reasoning.length === 0) return <Waiting />;
  return (
    <>
      {reasoning.length === 0 ? null : (
        <ReasoningBlock view={reasoning.view()} isThinking={content.length === 0} />
      )}
      {content.length === 0 ? null : <Blocks view={content.view()} isStreaming />}
    </>
  );
}

/** Nothing has come yet. */
function Waiting() {
  const t = useTranslations("chat.messages");
  return (
    <p className="flex h-6.5 items-center" data-testid="waiting">
      <span className="sr-only">{t("waiting")}</span>
      <span aria-hidden className="h-4.5 w-0.5 bg-accent motion-safe:animate-pulse" />
    </p>
  );
}
