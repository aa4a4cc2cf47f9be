"use client";

import { memo } from "react";
import { defaultRehypePlugins, Streamdown, type StreamdownProps } from "streamdown";
import { withDollars } from "./math-text.ts";
import { isPlain, mayHoldHtml } from "./plain-text.ts";
import { tags } from "./tags.tsx";
import { useMath } from "./use-math.ts";

/** The text is one block already. */
const asOneBlock = (text: string) => [text];
const linkSafety = { enabled: false };
const { raw, sanitize } = defaultRehypePlugins;
/** What is not in the text need not be looked for. */
const rehypePlugins = {
  html: [raw, sanitize].filter((plugin) => plugin !== undefined),
  none: [sanitize].filter((plugin) => plugin !== undefined),
} satisfies Record<string, StreamdownProps["rehypePlugins"]>;

type ProseProps = {
  text: string;
  /** It is still being written: bold, links and the like are closed virtually. */
  isOpen: boolean;
};

/** One block of Markdown. Rendered again only when its text changes. */
export const Prose = memo(function Prose({ text, isOpen }: ProseProps) {
  const math = useMath(text);
  if (isPlain(text)) {
    return (
      <div className="block">
        <p>{text}</p>
      </div>
    );
  }
  if (math === "loading") return <div className="h-6.5" />;
  return (
    <Streamdown
      mode="streaming"
      className="block"
      parseIncompleteMarkdown={isOpen}
      parseMarkdownIntoBlocksFn={asOneBlock}
      components={tags}
      rehypePlugins={mayHoldHtml(text) ? rehypePlugins.html : rehypePlugins.none}
      controls={false}
      linkSafety={linkSafety}
      {...(math === "none" ? {} : { plugins: math })}
    >
      {math === "none" ? text : withDollars(text)}
    </Streamdown>
  );
});
