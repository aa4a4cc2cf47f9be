"use client";

import { useTranslations } from "next-intl";
import { memo, useEffect, useRef, useState } from "react";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { ScrollBox } from "../scroll-box.tsx";
import { useMedia } from "../use/use-media.ts";
import { CodeBlock } from "./code-block.tsx";

type State = { kind: "drawing" } | { kind: "drawn" } | { kind: "failed"; reason: string };

/** A diagram from its Mermaid source; the source itself where it can't be drawn. */
export const Diagram = memo(function Diagram({ chunks }: { chunks: readonly string[] }) {
  const t = useTranslations("chat.diagram");
  const place = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<State>({ kind: "drawing" });
  const systemIsDark = useMedia("(prefers-color-scheme: dark)");
  const source = chunks.join("");

  useEffect(() => {
    let isCurrent = true;
    const isDark = showsDark(systemIsDark);
    import("./draw-diagram.ts")
      .then(({ drawDiagram }) => drawDiagram(source, isDark))
      .then(
        (svg) => {
          if (!isCurrent) return;
          place.current?.replaceChildren(svg);
          setState({ kind: "drawn" });
        },
        (error: unknown) => {
          if (!isCurrent) return;
          setState({ kind: "failed", reason: error instanceof Error ? error.message : "" });
        },
      );
    return () => {
      isCurrent = false;
    };
  }, [source, systemIsDark]);

  if (state.kind === "failed") {
    const reason = state.reason.split("\n", 1)[0] ?? "";
    return <CodeBlock language="mermaid" chunks={chunks} isClosed note={t("failed", { reason })} />;
  }
  return (
    <figure className="code-block" data-language="mermaid" aria-busy={state.kind === "drawing"}>
      <figcaption>
        <span>{t("label")}</span>
        <CopyButton name={t("copy")} copied={() => ({ text: source })} className="size-7 min-w-7" />
      </figcaption>
      <ScrollBox label={t("label")} className="diagram">
        <div ref={place} role="img" aria-label={t("label")} />
      </ScrollBox>
    </figure>
  );
});

function showsDark(systemIsDark: boolean): boolean {
  const { classList } = document.documentElement;
  return classList.contains("dark") || (systemIsDark && !classList.contains("light"));
}
