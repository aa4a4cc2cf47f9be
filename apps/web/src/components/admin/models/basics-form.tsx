"use client";

import { useTranslations } from "next-intl";
import { ComboBox } from "#components/ui/combo-box.tsx";
import { Switch } from "#components/ui/switch.tsx";
import { TextArea } from "#components/ui/text-area.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import { idOf } from "./draft.ts";
import type { FormProps } from "./form.ts";
import { optionOf } from "./list.ts";

/** How a model is called, what it stands on, and whether it is shown. */
export function BasicsForm({
  draft,
  set,
  problems,
  model,
  models,
  isAdmin,
  autoFocus,
}: FormProps & { autoFocus: boolean }) {
  const t = useTranslations("models.basics");
  const fields = useTranslations("models.field");
  const problemText = useTranslations("models.problem");
  const { kind } = draft;
  const isUpstream = kind === "upstream";
  const said = (problem: (typeof problems)["name"]) =>
    problem === undefined ? undefined : problemText(problem);
  const bases = models
    .filter(({ info }) => info.kind !== "arena" && info.id !== model?.info.id)
    .map(optionOf);
  return (
    <>
      <TextField
        label={fields("name")}
        description={
          isUpstream && draft.name.trim() === "" && model !== null
            ? t("nameKept", { name: model.info.name })
            : t("nameHint")
        }
        autoFocus={autoFocus}
        maxLength={100}
        autoComplete="off"
        value={draft.name}
        onChange={(name) => set({ name })}
        error={said(problems.name)}
      />
      {isUpstream || !isAdmin ? null : (
        <TextField
          label={fields("id")}
          description={t("idHint")}
          maxLength={200}
          autoComplete="off"
          isReadOnly={model !== null}
          inputClassName="font-mono read-only:text-muted"
          value={draft.ownId ? draft.id : idOf(draft)}
          // Emptied, it follows the name again.
          onChange={(id) => set({ id, ownId: id !== "" })}
          error={said(problems.id)}
        />
      )}
      {kind === "preset" ? (
        <ComboBox
          label={t("base")}
          description={t("baseHint")}
          noMatch={t("baseNoMatch")}
          options={bases}
          value={draft.base === "" ? null : draft.base}
          onChange={(base) => set({ base })}
          error={said(problems.base)}
        />
      ) : null}
      <TextArea
        label={t("description")}
        description={t("descriptionHint")}
        rows={2}
        maxLength={2_000}
        value={draft.description}
        onChange={(description) => set({ description })}
      />
      {isAdmin ? (
        <>
          <Switch
            label={t("enabled")}
            description={t("enabledHint")}
            isSelected={draft.enabled}
            onChange={(enabled) => set({ enabled })}
          />
          <Switch
            label={t("hidden")}
            description={t("hiddenHint")}
            isSelected={draft.hidden}
            onChange={(hidden) => set({ hidden })}
          />
        </>
      ) : null}
    </>
  );
}
