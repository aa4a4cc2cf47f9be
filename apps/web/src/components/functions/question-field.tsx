"use client";

import type { FunctionQuestion } from "@parley/core";
import { useTranslations } from "next-intl";
import { Choice } from "#components/ui/choice.tsx";
import { PasswordField } from "#components/ui/password-field.tsx";
import { Select } from "#components/ui/select.tsx";
import { TextField } from "#components/ui/text-field.tsx";

export type Asked = Extract<FunctionQuestion, { type: "input" }>["data"];

/** So many choices are all in sight; more are in a list that opens. */
const mostInSight = 7;

type QuestionFieldProps = {
  asked: Asked;
  value: string;
  onChange: (value: string) => void;
  problem: string | undefined;
};

/** What a function's question is answered in. */
export function QuestionField({ asked, value, onChange, problem }: QuestionFieldProps) {
  const t = useTranslations("chat.question");
  const { kind = "text", options, placeholder } = asked;
  const label = asked.title === "" ? t("answer") : asked.title;
  if (options !== undefined) {
    const all = [...new Set(options)].map((option) => ({ id: option, label: option }));
    const chosen = { label, labelHidden: true, options: all, onChange };
    return (
      <div className="flex max-h-80 flex-col gap-2 overflow-y-auto p-1">
        {all.length <= mostInSight ? (
          <Choice {...chosen} value={value === "" ? null : value} />
        ) : (
          <Select {...chosen} value={value === "" ? null : value} placeholder={t("choose")} />
        )}
        {problem === undefined ? null : (
          <p role="alert" className="text-note text-broken">
            {problem}
          </p>
        )}
      </div>
    );
  }
  const field = {
    ...{ label, labelHidden: true, value, onChange, error: problem, autoFocus: true },
    ...(placeholder === undefined ? {} : { placeholder }),
  };
  if (kind === "password") return <PasswordField {...field} autoComplete="off" />;
  return (
    <TextField {...field} autoComplete="off" inputMode={kind === "number" ? "decimal" : "text"} />
  );
}
