"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Section } from "#components/frame/section.tsx";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PasswordField } from "#components/ui/password-field.tsx";
import { Switch } from "#components/ui/switch.tsx";
import { authClient } from "#lib/auth-client.ts";
import { minPasswordLength } from "#lib/auth-problem.ts";
import { submitForm } from "#lib/submit-form.ts";
import { useAuthCall } from "#lib/use-auth-call.ts";

export function Password() {
  const t = useTranslations("settings.password");
  const auth = useTranslations("auth.problem");
  const [currentPassword, setCurrent] = useState("");
  const [newPassword, setNew] = useState("");
  const [revokeOtherSessions, setRevoke] = useState(true);
  const [tried, setTried] = useState(false);
  const [done, setDone] = useState<string>();
  const { run, isPending, problem } = useAuthCall();
  const tooShort = newPassword.length < minPasswordLength;

  const submit = async () => {
    setTried(true);
    setDone(undefined);
    if (currentPassword === "" || tooShort) return;
    const change = { currentPassword, newPassword, revokeOtherSessions };
    if (!(await run(() => authClient.changePassword(change)))) return;
    setDone(revokeOtherSessions ? t("changedAndOut") : t("changed"));
    setCurrent("");
    setNew("");
    setTried(false);
  };

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    submitForm(event.currentTarget, () => void submit());
  };

  return (
    <Section title={t("title")}>
      <form noValidate onSubmit={onSubmit} className="flex flex-col gap-4">
        {problem === undefined ? null : <Notice tone="broken">{problem}</Notice>}
        {done === undefined ? null : <Notice tone="good">{done}</Notice>}
        <PasswordField
          label={t("current")}
          autoComplete="current-password"
          value={currentPassword}
          onChange={setCurrent}
          error={tried && currentPassword === "" ? t("missingCurrent") : undefined}
        />
        <PasswordField
          label={t("next")}
          autoComplete="new-password"
          value={newPassword}
          onChange={setNew}
          description={t("nextHint", { length: minPasswordLength })}
          error={
            tried && tooShort ? auth("passwordShort", { length: minPasswordLength }) : undefined
          }
        />
        <Switch label={t("revokeOthers")} isSelected={revokeOtherSessions} onChange={setRevoke} />
        <Button type="submit" isPending={isPending}>
          {t("submit")}
        </Button>
      </form>
    </Section>
  );
}
