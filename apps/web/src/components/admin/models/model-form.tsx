"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { type TabPart, Tabs } from "#components/ui/tabs.tsx";
import { AccessForm } from "./access-form.tsx";
import { ArenaMembers } from "./arena-members.tsx";
import { ArenaRolls } from "./arena-rolls.tsx";
import { ArenaRulesForm } from "./arena-rules.tsx";
import { BasicsForm } from "./basics-form.tsx";
import { BehaviourForm } from "./behaviour-form.tsx";
import type { DraftProblems } from "./draft-checks.ts";
import { Eligible } from "./eligible.tsx";
import type { FormProps } from "./form.ts";
import { NotesForm } from "./notes-form.tsx";
import { usePreview } from "./use-preview.ts";

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
type ModelFormProps = FormProps & { tries: number; autoFocus: boolean };

export function ModelForm({ tries, autoFocus, ...form }: ModelFormProps) {
  const t = useTranslations("models");
  const [tab, setTab] = useState<TabId>("basics");
  const preview = usePreview(form);
  const wrong = new Set(wrongKeys(form.problems).map((key) => tabOf[key]));
  const part = (id: TabId, content: TabPart<TabId>["content"]): TabPart<TabId> => ({
    id,
    label: t(`tab.${id}`),
    isWrong: wrong.has(id),
    content,
  });
  const parts =
    form.draft.kind === "arena"
      ? [
          part("basics", <BasicsForm {...form} autoFocus={autoFocus} />),
          part(
            "members",
            <>
              <ArenaMembers {...form} />
              <Eligible {...preview} models={form.models} />
            </>,
          ),
          part(
            "rules",
            <>
              <ArenaRulesForm {...form} />
              <ArenaRolls {...preview} models={form.models} />
            </>,
          ),
          part("access", <AccessForm {...form} />),
        ]
      : [
          part("basics", <BasicsForm {...form} autoFocus={autoFocus} />),
          part("behaviour", <BehaviourForm {...form} />),
          part("notes", <NotesForm {...form} />),
          part("access", <AccessForm {...form} />),
        ];

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
