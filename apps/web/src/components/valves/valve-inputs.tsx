"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import type { ValveDraft, ValveProblem } from "./draft.ts";
import type { ValveField } from "./fields.ts";
import { ValveInput } from "./valve-input.tsx";

type Shown = {
  fields: readonly ValveField[];
  draft: ValveDraft;
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
export function ValveInputs({
  onDraft,
  ...shown
}: Shown & { onDraft: (draft: ValveDraft) => void }) {
  // Some controls tell of a choice when the form has been shown anew already: nothing may get lost.
  const latest = useRef(shown.draft);
  useEffect(() => {
    latest.current = shown.draft;
  }, [shown.draft]);
  const change = (name: string, value: string) => {
    latest.current = { ...latest.current, [name]: value };
    onDraft(latest.current);
  };
  return <Fields {...shown} onChange={change} />;
}

function Fields(props: Shown & { onChange: (name: string, value: string) => void }) {
  const { fields, draft, onChange, problems, refused = null, secretsSet = [] } = props;
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
          <Fields {...props} fields={kind.fields} />
        </fieldset>
      );
    }
    return (
      <ValveInput
        key={name}
        field={field}
        value={draft[name] ?? ""}
        onChange={(value) => onChange(name, value)}
        error={said(name)}
        isSet={secretsSet.includes(name)}
        functionId={props.functionId ?? null}
      />
    );
  });
}
