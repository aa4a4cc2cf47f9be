"use client";

import type { Settings } from "@parley/core";
import { useTranslations } from "next-intl";
import { Choice } from "#components/ui/choice.tsx";
import type { FormProps } from "./form.ts";
import { GrantsList } from "./grants-list.tsx";

const modes = ["default", "everyone", "some", "admins"] as const;

type AccessFormProps = Pick<FormProps, "draft" | "set" | "problems"> & {
  modelAccess: Settings["modelAccess"];
};

/** Who may use a model. */
export function AccessForm({ draft, set, problems, modelAccess }: AccessFormProps) {
  const t = useTranslations("models.grants");
  const access = useTranslations("models.access");
  const problemText = useTranslations("models.problem");
  return (
    <>
      <Choice
        label={t("label")}
        options={modes.map((id) => ({
          id,
          label: t(id),
          description:
            id === "default" ? t("defaultHint", { who: access(modelAccess) }) : t(`${id}Hint`),
        }))}
        value={draft.access}
        onChange={(mode) => set({ access: mode })}
      />
      {draft.access === "some" ? (
        <GrantsList grants={draft.grants} onChange={(grants) => set({ grants })} />
      ) : null}
      {problems.access === undefined ? null : (
        <p role="alert" className="text-note text-broken">
          {problemText(problems.access)}
        </p>
      )}
    </>
  );
}
