"use client";

import { useTranslations } from "next-intl";
import { Choice } from "#components/ui/choice.tsx";
import type { FormProps } from "./form.ts";

const strategies = ["uniform", "weighted", "least-compared"] as const;
const reveals = ["at-once", "after-rating", "never"] as const;

/** How an arena chooses, and when it says what it chose. */
export function ArenaRulesForm(form: FormProps) {
  const t = useTranslations("models.arena");
  const { draft, set } = form;
  const { rules } = draft;
  return (
    <>
      <Choice
        label={t("strategy")}
        options={strategies.map((id) => ({ id, label: t(id), description: t(`${id}Hint`) }))}
        value={rules.strategy}
        onChange={(strategy) => set({ rules: { ...rules, strategy } })}
      />
      {rules.strategy === "weighted" ? <Weights {...form} /> : null}
      <Choice
        label={t("reveal")}
        options={reveals.map((id) => ({ id, label: t(id), description: t(`${id}Hint`) }))}
        value={rules.reveal}
        onChange={(reveal) => set({ rules: { ...rules, reveal } })}
      />
    </>
  );
}

function Weights({ draft, set, problems, models }: FormProps) {
  const t = useTranslations("models.arena");
  const problemText = useTranslations("models.problem");
  const { rules, weights } = draft;
  const named = new Set(rules.modelIds);
  const nameOf = new Map(models.map(({ info }) => [info.id, info.name]));
  const members =
    rules.filterMode === "include"
      ? rules.modelIds
      : models
          .filter(({ info }) => info.kind !== "arena" && !info.hidden && !named.has(info.id))
          .map(({ info }) => info.id);
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="text-sm font-medium">{t("weights")}</legend>
      {members.length === 0 ? <p className="text-note text-muted">{t("noWeights")}</p> : null}
      <ul className="max-h-64 overflow-y-auto rounded-md border border-faint bg-surface py-1 empty:hidden">
        {members.map((id) => {
          const name = nameOf.get(id) ?? id;
          const isWrong = problems.weights?.includes(id) ?? false;
          return (
            <li key={id} className="flex min-h-9 items-center gap-3 px-3 py-0.5">
              <span className="min-w-0 flex-1 truncate">{name}</span>
              <input
                aria-label={t("weight", { name })}
                aria-invalid={isWrong}
                inputMode="decimal"
                autoComplete="off"
                placeholder="1"
                value={weights[id] ?? ""}
                onChange={({ target }) => set({ weights: { ...weights, [id]: target.value } })}
                className="h-8 w-20 rounded-md border border-faint bg-surface px-2 text-end tabular-nums placeholder:text-muted aria-invalid:border-broken"
              />
            </li>
          );
        })}
      </ul>
      {problems.weights === undefined ? null : (
        <p role="alert" className="text-note text-broken">
          {problemText("badWeight")}
        </p>
      )}
    </fieldset>
  );
}
