"use client";

import { useTranslations } from "next-intl";
import type { ValveDraft, ValveProblem } from "./draft.ts";
import type { ValveField } from "./fields.ts";
import { ValveInput } from "./valve-input.tsx";

type ValveInputsProps = {
  fields: readonly ValveField[];
  draft: ValveDraft;
  onDraft: (draft: ValveDraft) => void;
  /** By the names of fields. */
  problems: Record<string, ValveProblem>;
  /** What the server said of a field. */
  refused?: { name: string; message: string } | null;
  /** Names of secrets that are there. */
  secretsSet?: readonly string[];
  /** The function that is asked for choices. */
  functionId?: string | null;
};

/** A form's fields for valves, those of groups in frames of their own. */
export function ValveInputs(props: ValveInputsProps) {
  const { fields, draft, onDraft, problems, refused = null, secretsSet = [] } = props;
  const t = useTranslations("valves.problem");
  const said = (name: string): string | undefined => {
    const problem = problems[name];
    if (problem === undefined) return refused?.name === name ? refused.message : undefined;
    return "limit" in problem ? t(problem.is, { limit: problem.limit }) : t(problem.is);
  };
  return fields.map((field) => {
    const { kind, name, label, description } = field;
    if (kind.is === "group") {
      return (
        <fieldset key={name} className="flex min-w-0 flex-col gap-4 border-s-2 border-line ps-4">
          <legend className="text-sm font-medium">{label}</legend>
          {description === null ? null : (
            <p className="-mt-3 text-note text-muted">{description}</p>
          )}
          <ValveInputs {...props} fields={kind.fields} />
        </fieldset>
      );
    }
    return (
      <ValveInput
        key={name}
        field={field}
        value={draft[name] ?? ""}
        onChange={(value) => onDraft({ ...draft, [name]: value })}
        error={said(name)}
        isSet={secretsSet.includes(name)}
        functionId={props.functionId ?? null}
      />
    );
  });
}
