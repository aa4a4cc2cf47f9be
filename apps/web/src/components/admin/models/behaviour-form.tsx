"use client";

import { Lock, LockOpen } from "lucide-react";
import { useTranslations } from "next-intl";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Switch } from "#components/ui/switch.tsx";
import { TextArea } from "#components/ui/text-area.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import type { FormProps } from "./form.ts";
import { type KnownParam, knownParams } from "./params.ts";

const placeholders: Record<KnownParam, string> = {
  temperature: "0 – 2",
  top_p: "0 – 1",
  max_tokens: "1024",
  seed: "42",
  stop: "END",
  reasoning_effort: "low",
};

/** What is put before and beside every request, and what requests can't change of it. */
export function BehaviourForm({ draft, set, problems }: FormProps) {
  const t = useTranslations("models.behaviour");
  const problemText = useTranslations("models.problem");
  const { params, locked } = draft;
  const lock = (key: string, isLocked: boolean) =>
    set({ locked: [...locked.filter((one) => one !== key), ...(isLocked ? [key] : [])] });
  const said = (place: KnownParam | "further") => {
    const problem = problems.params?.[place];
    return problem === undefined ? undefined : problemText(problem);
  };
  return (
    <>
      <TextArea
        label={t("system")}
        description={t("systemHint", { variable: "{{USER_NAME}}" })}
        rows={4}
        value={draft.system}
        onChange={(system) => set({ system })}
      />
      <Switch
        label={t("lockSystem")}
        description={t("lockSystemHint")}
        isSelected={locked.includes("system")}
        onChange={(isLocked) => lock("system", isLocked)}
      />
      <fieldset className="flex flex-col">
        <legend className="text-sm font-medium">{t("params")}</legend>
        <p className="mb-3 text-note text-muted">{t("paramsHint")}</p>
        <div className="grid gap-4 sm:grid-cols-2">
          {knownParams.map((key) => (
            <TextField
              key={key}
              label={t(key)}
              {...(key === "stop" ? { description: t("stopHint") } : {})}
              placeholder={placeholders[key]}
              autoComplete="off"
              value={params.known[key]}
              onChange={(text) =>
                set({ params: { ...params, known: { ...params.known, [key]: text } } })
              }
              error={said(key)}
              trailing={
                <LockButton
                  name={t(key)}
                  isLocked={locked.includes(key)}
                  onLock={(isLocked) => lock(key, isLocked)}
                />
              }
            />
          ))}
        </div>
      </fieldset>
      <TextArea
        label={t("further")}
        description={t("furtherHint")}
        placeholder={'{ "top_k": 40 }'}
        mono
        rows={2}
        value={params.further}
        onChange={(further) => set({ params: { ...params, further } })}
        error={said("further")}
      />
      <TextField
        label={t("furtherLocked")}
        description={t("furtherLockedHint")}
        autoComplete="off"
        inputClassName="font-mono"
        value={draft.furtherLocked}
        onChange={(furtherLocked) => set({ furtherLocked })}
      />
    </>
  );
}

type LockButtonProps = { name: string; isLocked: boolean; onLock: (isLocked: boolean) => void };

function LockButton({ name, isLocked, onLock }: LockButtonProps) {
  const t = useTranslations("models.behaviour");
  const Icon = isLocked ? Lock : LockOpen;
  return (
    <IconButton
      name={isLocked ? t("unlock", { name }) : t("lock", { name })}
      onPress={() => onLock(!isLocked)}
      className={`size-7 min-w-7 ${isLocked ? "text-accent" : "text-muted"}`}
    >
      <Icon size={16} strokeWidth={1.75} aria-hidden />
    </IconButton>
  );
}
