"use client";

import type { Content } from "@parley/core";
import { memo, useMemo } from "react";
import { Blocks } from "../markdown/blocks.tsx";
import { blocksOf } from "../markdown/text-stream.ts";
import { Parts } from "./parts.tsx";

/** The content of an answer that is complete. */
export const AnswerText = memo(function AnswerText({ content }: { content: Content }) {
  if (typeof content === "string") return <Markdown text={content} />;
  return <Parts content={content} text={(text) => <Markdown text={text} />} />;
});

function Markdown({ text }: { text: string }) {
  const view = useMemo(() => blocksOf(text), [text]);
  return text === "" ? null : <Blocks view={view} isStreaming={false} />;
}
