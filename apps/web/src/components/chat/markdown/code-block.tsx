"use client";

import { useTranslations } from "next-intl";
import { memo, useMemo } from "react";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { ScrollBox } from "../scroll-box.tsx";
import { CodeLines } from "./code-lines.tsx";
import { useHighlight } from "./use-highlight.ts";

type CodeBlockProps = {
  language: string;
  chunks: readonly string[];
  isClosed: boolean;
  /** Said under the listing, such as why it is not shown as a diagram. */
  note?: string;
};

/** A listing in a box of its own, with its language and a button that copies it. */
export const CodeBlock = memo(function CodeBlock({
  language,
  chunks,
  isClosed,
  note,
}: CodeBlockProps) {
  const t = useTranslations("chat.code");
  const code = useMemo(() => chunks.join("").replace(/\n$/, ""), [chunks]);
  const name = language === "" ? t("plain") : language;
  const lines = useHighlight(code, language, isClosed);
  return (
    <figure className="code-block" data-language={language}>
      <figcaption>
        <span className="truncate">{name}</span>
        <CopyButton name={t("copy")} copied={() => ({ text: code })} className="size-7 min-w-7" />
      </figcaption>
      <ScrollBox label={t("label", { language: name })} className="code-scroll">
        <pre>
          <code>
            <CodeLines chunks={chunks} lines={lines} />
          </code>
        </pre>
      </ScrollBox>
      {note === undefined ? null : <p className="code-note">{note}</p>}
    </figure>
  );
});
