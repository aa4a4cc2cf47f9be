"use client";

import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { type TabPart, Tabs } from "#components/ui/tabs.tsx";
import type { ValveDraft } from "#components/valves/draft.ts";
import { useProblemText } from "#lib/use-problem-text.ts";
import { CodeEditor, type CodeEditorHandle } from "../editor/code-editor.tsx";
import type { FunctionDetail } from "../types.ts";
import { Comparison } from "./comparison.tsx";
import { Header } from "./header.tsx";
import { LeaveGuard } from "./leave-guard.tsx";
import { Logs } from "./logs.tsx";
import { PermissionsPart } from "./permissions-part.tsx";
import { placeIn } from "./place.ts";
import { SettingsPart } from "./settings-part.tsx";
import { TryPart } from "./try-part.tsx";
import { useSource } from "./use-source.ts";
import { useTrial } from "./use-trial.ts";
import { type Compared, VersionsPart } from "./versions-part.tsx";

type PartId = "try" | "settings" | "versions" | "permissions";

export function Workspace({ fn }: { fn: FunctionDetail }) {
  const t = useTranslations("functions.page");
  const problemText = useProblemText();
  const source = useSource(fn);
  const trial = useTrial(fn, source.text);
  const editor = useRef<CodeEditorHandle>(null);
  const [part, setPart] = useState<PartId>("try");
  const [valves, setValves] = useState<ValveDraft | null>(null);
  const [compared, setCompared] = useState<Compared | null>(null);
  const { name } = fn.manifest;

  const goTo = (message: string) => {
    const place = placeIn(message);
    if (place === null) return;
    setCompared(null);
    editor.current?.goTo(place.line, place.column);
  };
  const save = () => {
    if (source.isChanged) source.save((error) => goTo(problemText(error)));
  };
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const isSave = event.key.toLowerCase() === "s" && (event.ctrlKey || event.metaKey);
    if (!isSave || event.altKey || event.shiftKey || event.defaultPrevented) return;
    event.preventDefault();
    save();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    document.addEventListener("keydown", listener);
    return () => document.removeEventListener("keydown", listener);
  }, []);

  const contents: Record<PartId, TabPart<PartId>["content"]> = {
    try: <TryPart fn={fn} trial={trial} goTo={goTo} />,
    settings: (
      <SettingsPart fn={fn} draft={valves} onDraft={setValves} isSourceChanged={source.isChanged} />
    ),
    versions: <VersionsPart fn={fn} source={source} compared={compared} onCompare={setCompared} />,
    permissions: <PermissionsPart fn={fn} isSourceChanged={source.isChanged} />,
  };
  const ids: PartId[] = ["try", "settings", "versions", "permissions"];
  const problem = source.error === null ? null : problemText(source.error);
  const place = problem === null ? null : placeIn(problem);

  return (
    <div data-wide className="flex min-w-0 flex-col gap-4 xl:h-[calc(100dvh-2.75rem)] xl:min-h-160">
      {source.isChanged || valves !== null ? (
        <LeaveGuard name={name} losesValves={valves !== null} />
      ) : null}
      <Header fn={fn} source={source} areValvesChanged={valves !== null} onSave={save} />
      <div className="grid min-h-0 min-w-0 flex-1 gap-4 xl:grid-cols-[minmax(0,1fr)_26rem] xl:grid-rows-[minmax(0,1fr)_12rem]">
        <section
          aria-label={t("editor", { name })}
          className="flex h-[60dvh] min-h-80 min-w-0 flex-col gap-2 xl:h-auto xl:min-h-0"
        >
          {problem === null ? null : (
            <Notice
              tone="broken"
              action={
                place === null ? null : (
                  <Button
                    size="sm"
                    look="quiet"
                    className="-my-1 shrink-0"
                    onPress={() => goTo(problem)}
                  >
                    {t("goTo", { line: place.line })}
                  </Button>
                )
              }
            >
              {problem}
            </Notice>
          )}
          {source.overtakenBy === null ? null : (
            <Notice tone="caution">{t("meanwhile", { version: source.overtakenBy })}</Notice>
          )}
          {compared === null ? null : (
            <Comparison compared={compared} now={source.text} onClose={() => setCompared(null)} />
          )}
          <div className={compared === null ? "min-h-0 flex-1" : "hidden"}>
            <CodeEditor
              ref={editor}
              path={`/${fn.id}.ts`}
              // Without its name: another label is another editor, and a name changes with the source.
              label={t("code")}
              text={source.text}
              onChange={source.change}
              onSave={save}
            />
          </div>
          <p className="hidden shrink-0 text-xs text-muted md:block">{t("keys")}</p>
        </section>
        <div className="min-w-0 rounded-lg border border-line bg-raised px-4 pt-2 pb-4 xl:row-span-2 xl:overflow-y-auto">
          <Tabs
            label={t("parts")}
            parts={ids.map((id) => ({ id, label: t(`tab.${id}`), content: contents[id] }))}
            value={part}
            onChange={setPart}
          />
        </div>
        <Logs id={fn.id} />
      </div>
    </div>
  );
}
