"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { PasswordField } from "#components/ui/password-field.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import { authClient } from "#lib/auth-client.ts";
import { useAuthCall } from "#lib/use-auth-call.ts";
import { FormFrame } from "./form-frame.tsx";

export function SignInForm() {
  const t = useTranslations("auth");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const { run, isPending, problem } = useAuthCall({ leaving: true });

  const submit = async () => {
    setTried(true);
    if (email.trim() === "" || password === "") return;
    const worked = await run(() => authClient.signIn.email({ email: email.trim(), password }));
    if (worked) window.location.assign("/");
  };

  return (
    <FormFrame
      title={t("signIn.title")}
      problem={problem}
      onSubmit={submit}
      other={{
        question: t("signIn.other"),
        link: t("signIn.otherLink"),
        href: "/sign-up",
      }}
    >
      <TextField
        label={t("email")}
        type="email"
        autoComplete="username"
        autoFocus
        value={email}
        onChange={setEmail}
        error={tried && email.trim() === "" ? t("missing.email") : undefined}
      />
      <PasswordField
        label={t("password")}
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        error={tried && password === "" ? t("missing.password") : undefined}
      />
      <Button type="submit" look="primary" fullWidth isPending={isPending} className="mt-1">
        {t("signIn.submit")}
      </Button>
    </FormFrame>
  );
}
