"use client";

import { type Content, type ContentView, viewsOf } from "@parley/core";
import { FileText, Puzzle } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Picture } from "../markdown/picture.tsx";

type PartsProps = {
  content: Content;
  /** How text looks; plain by default. */
  text?: (text: string) => ReactNode;
};

/** A message's content, part by part; parts of unknown kinds are shown as what they are. */
export function Parts({ content, text = (plain) => plain }: PartsProps) {
  return viewsOf(content).map((view, index) => (
    // A part has no name but its place.
    <div key={keyOf(index)} className="not-first:mt-2">
      <Part view={view} text={text} />
    </div>
  ));
}

const keyOf = (index: number) => `part-${index}`;

function Part({ view, text }: { view: ContentView; text: (text: string) => ReactNode }) {
  const t = useTranslations("chat.parts");
  switch (view.kind) {
    case "text":
      return text(view.text);
    case "image":
      return <Picture src={view.url} alt={t("picture")} />;
    case "file":
      return (
        <span className="inline-flex items-center gap-2 text-sm">
          <FileText size={16} strokeWidth={1.75} aria-hidden className="shrink-0 text-muted" />
          {t("file", { name: view.name })}
        </span>
      );
    case "unknown":
      return (
        <details className="rounded-md border border-line px-3 py-1.5 text-sm whitespace-normal">
          <summary className="cursor-pointer">
            <Puzzle size={16} strokeWidth={1.75} aria-hidden className="me-2 inline text-muted" />
            {t("unknown", { kind: view.type })}
          </summary>
          <pre className="mt-2 overflow-x-auto font-mono text-xs">
            {JSON.stringify(view.part, null, 2)}
          </pre>
        </details>
      );
  }
}
