"use client";

import { memo } from "react";
import { Streamdown } from "streamdown";
import { withDollars } from "./math-text.ts";
import { tags } from "./tags.tsx";
import { useMath } from "./use-math.ts";

/** The text is one block already. */
const asOneBlock = (text: string) => [text];
const linkSafety = { enabled: false };

type ProseProps = {
  text: string;
  /** It is still being written: bold, links and the like are closed virtually. */
  isOpen: boolean;
};

/** One block of Markdown. Rendered again only when its text changes. */
export const Prose = memo(function Prose({ text, isOpen }: ProseProps) {
  const math = useMath(text);
  if (math === "loading") return <div className="h-6.5" />;
  return (
    <Streamdown
      mode="streaming"
      className="block"
      parseIncompleteMarkdown={isOpen}
      parseMarkdownIntoBlocksFn={asOneBlock}
      components={tags}
      controls={false}
      linkSafety={linkSafety}
      {...(math === "none" ? {} : { plugins: math })}
    >
      {math === "none" ? text : withDollars(text)}
    </Streamdown>
  );
});
