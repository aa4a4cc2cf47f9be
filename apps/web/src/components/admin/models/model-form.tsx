"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import { type TabPart, Tabs } from "#components/ui/tabs.tsx";
import { ArenaMembers } from "./arena-members.tsx";
import { ArenaRulesForm } from "./arena-rules.tsx";
import { BasicsForm } from "./basics-form.tsx";
import { BehaviourForm } from "./behaviour-form.tsx";
import type { DraftProblems } from "./draft-checks.ts";
import type { FormProps } from "./form.ts";
import { NotesForm } from "./notes-form.tsx";

type TabId = "basics" | "behaviour" | "notes" | "members" | "rules" | "access";

/** On which part of the form a problem is put right. */
const tabOf: Record<keyof DraftProblems, TabId> = {
  name: "basics",
  id: "basics",
  base: "basics",
  access: "access",
  members: "members",
  params: "behaviour",
  weights: "rules",
};

/** `tries`: how often saving was tried. */
export type ModelFormProps = FormProps & { tries: number; autoFocus: boolean };

/** What only admins have: below an arena's members, below its rules, and a part of its own. */
export type AdminParts = Record<"members" | "rules" | "access", ReactNode>;

export function ModelForm({
  tries,
  autoFocus,
  forAdmins,
  ...form
}: ModelFormProps & { forAdmins?: AdminParts }) {
  const t = useTranslations("models");
  const [tab, setTab] = useState<TabId>("basics");
  const wrong = new Set(wrongKeys(form.problems).map((key) => tabOf[key]));
  const part = (id: TabId, content: TabPart<TabId>["content"]): TabPart<TabId> => ({
    id,
    label: t(`tab.${id}`),
    isWrong: wrong.has(id),
    content,
  });
  const own =
    form.draft.kind === "arena"
      ? [
          part("basics", <BasicsForm {...form} autoFocus={autoFocus} />),
          part(
            "members",
            <>
              <ArenaMembers {...form} />
              {forAdmins?.members}
            </>,
          ),
          part(
            "rules",
            <>
              <ArenaRulesForm {...form} />
              {forAdmins?.rules}
            </>,
          ),
        ]
      : [
          part("basics", <BasicsForm {...form} autoFocus={autoFocus} />),
          part("behaviour", <BehaviourForm {...form} />),
          part("notes", <NotesForm {...form} />),
        ];
  const parts = forAdmins === undefined ? own : [...own, part("access", forAdmins.access)];

  // What has to be put right must be in sight, also when it stands in another part.
  const [firstWrong] = parts.filter(({ isWrong }) => isWrong).map(({ id }) => id);
  useEffect(() => {
    if (firstWrong !== undefined && !wrong.has(tab)) setTab(firstWrong);
  }, [tries]);

  return <Tabs label={t("panel.parts")} parts={parts} value={tab} onChange={setTab} />;
}

function wrongKeys(problems: DraftProblems): (keyof DraftProblems)[] {
  const keys: (keyof DraftProblems)[] = [
    ...(["name", "id", "base", "access", "members", "params", "weights"] as const),
  ];
  return keys.filter((key) => problems[key] !== undefined);
}
