"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { ComboBox } from "#components/ui/combo-box.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import { useTRPC } from "#lib/trpc.ts";
import { useProblemText } from "#lib/use-problem-text.ts";

type AskedChoiceProps = {
  label: string;
  description: string;
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
  placeholder?: string;
  functionId: string;
  /** How the function calls these choices. */
  name: string;
};

/** One of the choices that a function gives; a free text while it gives none. */
export function AskedChoice({ functionId, name, ...field }: AskedChoiceProps) {
  const t = useTranslations("valves.asked");
  const none = useTranslations("valves");
  const problemText = useProblemText();
  const trpc = useTRPC();
  const choices = useQuery(
    trpc.functions.options.queryOptions({ id: functionId, name }, { retry: false, gcTime: 0 }),
  );
  const { value, description } = field;
  if (choices.data === undefined) {
    const said = choices.error
      ? t("failed", { problem: problemText(choices.error) })
      : t("loading");
    return (
      <TextField {...field} autoComplete="off" description={`${description} ${said}`.trim()} />
    );
  }
  const ids = new Set([...choices.data, ...(value === "" ? [] : [value])]);
  return (
    <ComboBox
      {...field}
      noMatch={none("none")}
      value={value === "" ? null : value}
      options={[...ids].map((id) => ({ id, label: id }))}
    />
  );
}
