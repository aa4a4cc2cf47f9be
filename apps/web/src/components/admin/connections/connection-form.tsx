"use client";

import { useTranslations } from "next-intl";
import { Choice } from "#components/ui/choice.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import {
  type ConnectionView,
  type Draft,
  type DraftField,
  type DraftProblem,
  defaultAddress,
} from "./draft.ts";
import { KeyField } from "./key-field.tsx";

type ConnectionFormProps = {
  connection: ConnectionView | null;
  draft: Draft;
  onDraft: (draft: Draft) => void;
  problems: Partial<Record<DraftField, DraftProblem>>;
  autoFocus: boolean;
};

export function ConnectionForm({
  connection,
  draft,
  onDraft,
  problems,
  autoFocus,
}: ConnectionFormProps) {
  const t = useTranslations("admin.connection");
  const kinds = useTranslations("admin.connections.kind");
  const errorOf = (field: DraftField) => {
    const problem = problems[field];
    return problem === undefined ? undefined : t(problem);
  };
  const set = (patch: Partial<Draft>) => onDraft({ ...draft, ...patch });

  return (
    <>
      {connection === null ? (
        <Choice
          label={t("kind")}
          options={(["openai", "ollama"] as const).map((id) => ({
            id,
            label: kinds(id),
            description: t(`kindHint.${id}`),
          }))}
          value={draft.kind}
          onChange={(kind) => set({ kind })}
        />
      ) : null}
      <TextField
        label={t("name")}
        description={t("nameHint")}
        autoFocus={autoFocus}
        maxLength={100}
        autoComplete="off"
        value={draft.name}
        onChange={(name) => set({ name })}
        error={errorOf("name")}
      />
      <TextField
        label={t("address")}
        description={t(`addressHint.${draft.kind}`)}
        placeholder={defaultAddress[draft.kind]}
        type="url"
        inputMode="url"
        autoComplete="off"
        value={draft.baseUrl}
        onChange={(baseUrl) => set({ baseUrl })}
        error={errorOf("address")}
      />
      <KeyField connection={connection} draft={draft} onDraft={onDraft} />
      <TextField
        label={t("prefix")}
        description={t("prefixHint", { example: `${draft.prefix.trim() || "lab"}.llama3.2` })}
        autoComplete="off"
        value={draft.prefix}
        onChange={(prefix) => set({ prefix })}
        error={errorOf("prefix")}
      />
      <TextField
        label={t("weight")}
        description={t("weightHint")}
        inputMode="decimal"
        autoComplete="off"
        value={draft.weight}
        onChange={(weight) => set({ weight })}
        error={errorOf("weight")}
      />
    </>
  );
}
