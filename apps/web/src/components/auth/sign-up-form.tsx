"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { PasswordField } from "#components/ui/password-field.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import { authClient } from "#lib/auth-client.ts";
import { minPasswordLength } from "#lib/auth-problem.ts";
import { useAuthCall } from "#lib/use-auth-call.ts";
import { FormFrame } from "./form-frame.tsx";

/** `rule`: what becomes of a new account. `first`: there is none yet, this one will be the admin. */
export function SignUpForm({ rule }: { rule: "first" | "approve" | "open" }) {
  const t = useTranslations("auth");
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const { run, isPending, problem } = useAuthCall({ leaving: true });
  const isFirst = rule === "first";
  const tooShort = password.length < minPasswordLength;

  const submit = async () => {
    setTried(true);
    if (name.trim() === "" || email.trim() === "" || tooShort) return;
    const account = { name: name.trim(), email: email.trim(), password };
    if (await run(() => authClient.signUp.email(account))) {
      window.location.assign(isFirst ? "/welcome" : "/");
    }
  };

  return (
    <FormFrame
      title={isFirst ? t("signUp.firstTitle") : t("signUp.title")}
      intro={t(`signUp.${rule}`)}
      problem={problem}
      onSubmit={submit}
      {...(isFirst
        ? {}
        : {
            other: {
              question: t("signUp.other"),
              link: t("signUp.otherLink"),
              href: "/sign-in",
            },
          })}
    >
      <TextField
        label={t("name")}
        autoComplete="name"
        autoFocus
        value={name}
        onChange={setName}
        description={t("signUp.nameHint")}
        error={tried && name.trim() === "" ? t("missing.name") : undefined}
      />
      <TextField
        label={t("email")}
        type="email"
        autoComplete="username"
        value={email}
        onChange={setEmail}
        error={tried && email.trim() === "" ? t("missing.email") : undefined}
      />
      <PasswordField
        label={t("password")}
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
        description={t("signUp.passwordHint", { length: minPasswordLength })}
        error={
          tried && tooShort ? t("problem.passwordShort", { length: minPasswordLength }) : undefined
        }
      />
      <Button type="submit" look="primary" fullWidth isPending={isPending} className="mt-1">
        {isFirst ? t("signUp.firstSubmit") : t("signUp.submit")}
      </Button>
    </FormFrame>
  );
}
