"use client";

import { useTranslations } from "next-intl";
import { PasswordField } from "#components/ui/password-field.tsx";
import { Select } from "#components/ui/select.tsx";
import { Switch } from "#components/ui/switch.tsx";
import { TextArea } from "#components/ui/text-area.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import { AskedChoice } from "./asked-choice.tsx";
import { nothing } from "./draft.ts";
import type { ValveField } from "./fields.ts";
import { SecretInput } from "./secret-input.tsx";

export type ValveInputProps = {
  field: ValveField;
  value: string;
  onChange: (value: string) => void;
  /** What is wrong, in words. */
  error: string | undefined;
  /** Of a secret: there is one. */
  isSet: boolean;
  /** Whose choices are asked for; null: nobody's. */
  functionId: string | null;
};

/** The control that a valve's kind asks for. */
export function ValveInput({ field, value, onChange, error, isSet, functionId }: ValveInputProps) {
  const t = useTranslations("valves");
  const { kind, label, nullable, optional } = field;
  const hints = [field.description, hintOf()].filter((hint) => hint !== null);
  const description = hints.join(" ");
  const placeholder = field.placeholder === null ? {} : { placeholder: field.placeholder };
  const common = {
    label,
    description,
    value,
    onChange,
    error,
    autoComplete: "off",
    ...placeholder,
  };

  function hintOf(): string | null {
    if (kind.is === "list") return t("listHint");
    if (kind.is === "json" || kind.is === "group") return t("jsonHint");
    return nullable && kind.is !== "choice" && kind.is !== "boolean" ? t("emptyHint") : null;
  }

  switch (kind.is) {
    case "boolean":
      if (nullable || value === nothing) return <Choices {...common} options={[true, false]} />;
      return (
        <Switch
          label={label}
          description={description}
          isSelected={value === "true"}
          onChange={(on) => onChange(String(on))}
        />
      );
    case "choice": {
      const options = nullable || optional ? [null, ...kind.options] : kind.options;
      return <Choices {...common} options={options} />;
    }
    case "list":
      return <TextArea {...common} rows={2} />;
    case "json":
    case "group":
      return <TextArea {...common} rows={3} mono />;
    case "number":
      return <TextField {...common} inputMode={kind.whole ? "numeric" : "decimal"} />;
    case "secret":
      return <SecretInput {...common} isSet={isSet} />;
    case "asked":
      if (functionId === null) return <TextField {...common} />;
      return <AskedChoice {...common} functionId={functionId} name={kind.options} />;
    case "text":
      if (kind.secret) return <PasswordField {...common} autoComplete="new-password" />;
      return kind.long ? <TextArea {...common} rows={3} /> : <TextField {...common} />;
  }
}

type ChoicesProps = Pick<ValveInputProps, "value" | "onChange"> & {
  label: string;
  description: string;
  options: unknown[];
};

function Choices({ label, description, value, onChange, options }: ChoicesProps) {
  const t = useTranslations("valves");
  const ids = new Set([...options.map((option) => JSON.stringify(option)), value]);
  const nameOf = (id: string) => {
    if (id === nothing) return t("none");
    if (id === "true") return t("on");
    if (id === "false") return t("off");
    return id.replace(/^"(.*)"$/, "$1");
  };
  return (
    <Select
      label={label}
      description={description}
      options={[...ids].map((id) => ({ id, label: nameOf(id) }))}
      value={value}
      onChange={onChange}
    />
  );
}
