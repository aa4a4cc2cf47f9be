"use client";

import type { Grant, Settings } from "@parley/core";
import { useTranslations } from "next-intl";
import { accessWords } from "./list.ts";

type AccessTextProps = { grants: readonly Grant[] | null; modelAccess: Settings["modelAccess"] };

/** Who may use a model: "everyone", "3 groups", "admins". */
export function AccessText({ grants, modelAccess }: AccessTextProps) {
  const t = useTranslations("models.access");
  const words = accessWords(grants, modelAccess);
  if (words.who !== "some") {
    return words.byDefault ? t("byDefault", { who: t(words.who) }) : t(words.who);
  }
  const { groups, people } = words;
  const parts = [
    ...(groups > 0 ? [t("groups", { count: groups })] : []),
    ...(people > 0 ? [t("people", { count: people })] : []),
  ];
  return parts.join(", ");
}
