"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import type { Compared } from "./versions-part.tsx";

type ComparisonProps = {
  compared: Compared;
  /** What stands in the editor. */
  now: string;
  onClose: () => void;
};

/** An earlier version beside what stands in the editor, in the editor's place. */
export function Comparison({ compared, now, onClose }: ComparisonProps) {
  const t = useTranslations("functions.versions");
  const box = useRef<HTMLDivElement>(null);
  const close = useRef<HTMLButtonElement>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const { version, source } = compared;
  const isSame = source === now;
  const label = t("comparing", { version });
  useEffect(() => {
    if (isSame) return;
    let isCurrent = true;
    let end: () => void = () => undefined;
    import("../editor/compare.ts").then(
      ({ openComparison }) => {
        if (!isCurrent || box.current === null) return;
        end = openComparison({ parent: box.current, label, before: source, after: now });
      },
      (error: unknown) => setProblem(error),
    );
    return () => {
      isCurrent = false;
      end();
    };
  }, [label, source, now, isSame]);
  useEffect(() => close.current?.focus(), []);
  if (problem !== null) throw problem;
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="text-sm font-medium">{isSame ? t("same", { version }) : label}</p>
        <Button ref={close} size="sm" onPress={onClose}>
          {t("close")}
        </Button>
      </div>
      {isSame ? null : (
        <div ref={box} className="min-h-0 flex-1 overflow-hidden rounded-md border border-line" />
      )}
    </>
  );
}
