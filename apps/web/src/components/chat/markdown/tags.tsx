"use client";

import { useTranslations } from "next-intl";
import { type ComponentProps, isValidElement, type ReactNode } from "react";
import type { Components, ExtraProps } from "streamdown";
import { CodeBlock } from "./code-block.tsx";
import { Diagram } from "./diagram.tsx";
import { Picture } from "./picture.tsx";
import { safeLink } from "./safe-url.ts";
import { TableBox } from "./table-box.tsx";

type Props<Tag extends keyof React.JSX.IntrinsicElements> = ComponentProps<Tag> & ExtraProps;

/** An answer's headings stand below the message's own, whatever their number of marks. */
const heading = (level: 1 | 2 | 3 | 4 | 5 | 6) =>
  function Heading({ children }: Props<"h3">) {
    return <h3 data-level={level}>{children}</h3>;
  };

function Link({ href, children }: Props<"a">) {
  const safe = safeLink(href, window.location.href);
  if (safe === null) return <span>{children}</span>;
  const isOwn = new URL(safe).origin === window.location.origin;
  return (
    <a href={safe} {...(isOwn ? {} : { target: "_blank", rel: "noopener noreferrer nofollow" })}>
      {children}
    </a>
  );
}

function Image({ src, alt = "" }: Props<"img">) {
  return <Picture src={typeof src === "string" ? src : undefined} alt={alt} />;
}

/** What Markdown calls `pre` holds one `code`; it is shown as a listing or a diagram. */
function Listing({ children }: Props<"pre">) {
  if (!isValidElement<{ className?: string; children?: ReactNode }>(children)) {
    return <pre>{children}</pre>;
  }
  const { className = "", children: text } = children.props;
  const language = /language-(\S+)/.exec(className)?.[1] ?? "";
  const chunks = [typeof text === "string" ? text : ""];
  if (language === "mermaid") return <Diagram chunks={chunks} />;
  return <CodeBlock language={language} chunks={chunks} isClosed />;
}

/** The box of a task in a list. */
function Task({ checked = false }: Props<"input">) {
  const t = useTranslations("chat.task");
  return (
    <input
      type="checkbox"
      disabled
      checked={checked}
      readOnly
      aria-label={checked ? t("done") : t("open")}
    />
  );
}

/** How an answer's Markdown becomes elements; looks are in `answer.css`. */
export const tags: Components = {
  h1: heading(1),
  h2: heading(2),
  h3: heading(3),
  h4: heading(4),
  h5: heading(5),
  h6: heading(6),
  a: Link,
  img: Image,
  pre: Listing,
  table: TableBox,
  p: "p",
  ul: "ul",
  ol: "ol",
  li: "li",
  blockquote: "blockquote",
  hr: "hr",
  thead: "thead",
  tbody: "tbody",
  tr: "tr",
  th: "th",
  td: "td",
  strong: "strong",
  em: "em",
  del: "del",
  sup: "sup",
  sub: "sub",
  section: "section",
  code: "code",
  input: Task,
};
