"use client";

import { useTranslations } from "next-intl";
import { CheckList } from "#components/ui/check-list.tsx";
import { Choice } from "#components/ui/choice.tsx";
import { Switch } from "#components/ui/switch.tsx";
import type { FormProps } from "./form.ts";
import { optionOf } from "./list.ts";

const modes = ["include", "exclude"] as const;

/** Which models compete: those that are named, or all but those. */
export function ArenaMembers({ draft, set, problems, model, models, isAdmin }: FormProps) {
  const t = useTranslations("models.arena");
  const problemText = useTranslations("models.problem");
  const { rules } = draft;
  const { filterMode, modelIds, nested } = rules;
  const change = (patch: Partial<typeof rules>) => set({ rules: { ...rules, ...patch } });
  const isThere = new Set(models.map(({ info }) => info.id));
  const options = [
    ...models
      .filter(({ info }) => info.id !== model?.info.id)
      .filter(({ info }) => info.kind !== "arena" || (nested && filterMode === "include"))
      .map(optionOf),
    ...modelIds
      .filter((id) => !isThere.has(id))
      .map((id) => ({ id, label: id, note: t(isAdmin ? "missing" : "notYours") })),
  ];
  return (
    <>
      <Choice
        label={t("mode")}
        labelHidden
        options={modes.map((id) => ({ id, label: t(id), description: t(`${id}Hint`) }))}
        value={filterMode}
        onChange={(mode) => change({ filterMode: mode })}
      />
      <CheckList
        label={filterMode === "include" ? t("membersLabel") : t("excludedLabel")}
        searchLabel={t("search")}
        noMatch={t("noMatch")}
        options={options}
        checked={new Set(modelIds)}
        onToggle={(id, isChecked) =>
          change({
            modelIds: isChecked ? [...modelIds, id] : modelIds.filter((one) => one !== id),
          })
        }
      />
      {problems.members === undefined ? null : (
        <p role="alert" className="-mt-3 text-note text-broken">
          {problemText(problems.members)}
        </p>
      )}
      {filterMode === "include" ? (
        <Switch
          label={t("nested")}
          description={t("nestedHint")}
          isSelected={nested}
          onChange={(isNested) => change({ nested: isNested })}
        />
      ) : null}
    </>
  );
}
