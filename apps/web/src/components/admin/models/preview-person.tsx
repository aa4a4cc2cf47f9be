"use client";

import { useTranslations } from "next-intl";
import { ComboBox } from "#components/ui/combo-box.tsx";
import type { Preview } from "./use-preview.ts";

/** For whom it is looked at. */
export function PreviewPerson({ people, person, choose }: Omit<Preview, "input">) {
  const t = useTranslations("models.preview");
  const grants = useTranslations("models.grants");
  return (
    <ComboBox
      label={t("for")}
      noMatch={grants("noMatch")}
      options={people.map(({ id, name, email }) => ({ id, label: name, note: email }))}
      value={person?.id ?? null}
      onChange={choose}
    />
  );
}
