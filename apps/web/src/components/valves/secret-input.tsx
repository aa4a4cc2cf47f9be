"use client";

import { parseJson } from "@parley/core";
import { useTranslations } from "next-intl";
import { useEffect, useId, useRef } from "react";
import { z } from "zod";
import { Button } from "#components/ui/button.tsx";
import { PasswordField } from "#components/ui/password-field.tsx";
import { begunSecret, nothing } from "./draft.ts";

type SecretInputProps = {
  label: string;
  description: string;
  /** As a draft has it: empty while it stays. */
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
  placeholder?: string;
  isSet: boolean;
};

/** A secret can be set, replaced and taken away, and is never shown. */
export function SecretInput({ isSet, value, onChange, ...rest }: SecretInputProps) {
  const t = useTranslations("valves.secret");
  const labelId = useId();
  const box = useRef<HTMLDivElement>(null);
  const pressed = useRef(false);
  const { label: name, description, error } = rest;
  // The button that was pressed is gone then; what took its place has the focus.
  useEffect(() => {
    if (!pressed.current) return;
    pressed.current = false;
    box.current?.querySelector<HTMLElement>("input, button")?.focus();
  });
  const change = (next: string) => {
    pressed.current = true;
    onChange(next);
  };
  if (value !== nothing && (value !== "" || !isSet)) {
    return (
      <div ref={box} className="flex flex-col items-start gap-2">
        <PasswordField
          {...rest}
          autoComplete="new-password"
          value={textIn(value)}
          onChange={(text) => onChange(text === "" && !isSet ? "" : JSON.stringify(text))}
        />
        {isSet ? (
          <Button
            size="sm"
            look="quiet"
            aria-label={t("keep", { name })}
            onPress={() => change("")}
          >
            {t("keepShort")}
          </Button>
        ) : null}
      </div>
    );
  }
  return (
    <fieldset aria-labelledby={labelId} className="min-w-0">
      <p id={labelId} className="text-sm font-medium">
        {name}
      </p>
      <div ref={box} className="mt-1 flex flex-wrap items-center gap-2 text-sm">
        <span className="me-auto text-muted">{value === nothing ? t("willGo") : t("set")}</span>
        {value === nothing ? (
          <Button size="sm" aria-label={t("keep", { name })} onPress={() => change("")}>
            {t("keepShort")}
          </Button>
        ) : (
          <>
            <Button
              size="sm"
              aria-label={t("replace", { name })}
              onPress={() => change(begunSecret)}
            >
              {t("replaceShort")}
            </Button>
            <Button size="sm" aria-label={t("clear", { name })} onPress={() => change(nothing)}>
              {t("clearShort")}
            </Button>
          </>
        )}
      </div>
      {description === "" ? null : <p className="mt-1 text-note text-muted">{description}</p>}
      {error === undefined ? null : <p className="mt-1 text-note text-broken">{error}</p>}
    </fieldset>
  );
}

function textIn(value: string): string {
  return parseJson(z.string(), value) ?? "";
}
