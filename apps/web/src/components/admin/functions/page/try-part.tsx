"use client";

import { Play } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { Choice } from "#components/ui/choice.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Select } from "#components/ui/select.tsx";
import { TextArea } from "#components/ui/text-area.tsx";
import { useProblemText } from "#lib/use-problem-text.ts";
import type { FunctionDetail } from "../types.ts";
import { MessagePicker } from "./message-picker.tsx";
import { placeIn } from "./place.ts";
import { TrialResult } from "./trial-result.tsx";
import type { Trial } from "./use-trial.ts";

type TryPartProps = {
  fn: FunctionDetail;
  trial: Trial;
  /** Leads to the place that a problem names. */
  goTo: (problem: string) => void;
};

/** Runs a handler of what stands in the editor, on a sample or on a message of one's own. */
export function TryPart({ fn, trial, goTo }: TryPartProps) {
  const t = useTranslations("functions.try");
  const page = useTranslations("functions.page");
  const hookText = useTranslations("functions.hook");
  const problemText = useProblemText();
  const { hooks, hook, subs, sub, on, text, result } = trial;
  const problem = trial.error === null ? null : problemText(trial.error);
  const place = problem === null ? null : placeIn(problem);
  return (
    <>
      {hooks.length > 1 ? (
        <Select
          label={t("hook")}
          options={hooks.map((id) => ({ id, label: hookText(id) }))}
          value={hook}
          onChange={trial.setHook}
        />
      ) : null}
      {subs.length > 1 ? (
        <Select
          label={t("sub")}
          options={subs.map(({ id, name }) => ({ id, label: name }))}
          value={sub}
          onChange={trial.setSub}
        />
      ) : null}
      <Choice
        label={t("on")}
        orientation="horizontal"
        options={(["sample", "message"] as const).map((id) => ({ id, label: t(id) }))}
        value={on.kind}
        onChange={(kind) =>
          trial.setOn(kind === "sample" ? { kind } : { kind, chatId: null, messageId: null })
        }
      />
      {on.kind === "sample" ? (
        <div className="flex flex-col items-start gap-2">
          <TextArea
            label={t("body")}
            // What comes of it should be in sight, too.
            className="[&_textarea]:max-h-48"
            mono
            rows={6}
            spellCheck="false"
            value={text}
            onChange={trial.setText}
            error={trial.isBad ? t("badBody") : undefined}
          />
          {trial.isChanged ? (
            <Button size="sm" look="quiet" onPress={() => trial.setText(null)}>
              {t("reset")}
            </Button>
          ) : null}
        </div>
      ) : (
        <MessagePicker
          chatId={on.chatId}
          messageId={on.messageId}
          onChange={(chosen) => trial.setOn({ kind: "message", ...chosen })}
        />
      )}
      <div>
        <Button
          look="primary"
          isDisabled={!trial.canRun}
          isPending={trial.isRunning}
          onPress={() => trial.run((error) => goTo(problemText(error)))}
        >
          <Play size={16} strokeWidth={1.75} aria-hidden />
          {t("run")}
        </Button>
        <p className="mt-2 text-note text-pretty text-muted">{t("runs")}</p>
      </div>
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
                {page("goTo", { line: place.line })}
              </Button>
            )
          }
        >
          {problem}
        </Notice>
      )}
      {result === null || trial.error !== null ? null : (
        <TrialResult key={fn.id} result={result} hook={trial.triedHook} />
      )}
    </>
  );
}
