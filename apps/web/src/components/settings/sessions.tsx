"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Section } from "#components/frame/section.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { authClient } from "#lib/auth-client.ts";
import { leaveToSignIn } from "#lib/session.ts";
import { useAuthCall } from "#lib/use-auth-call.ts";

export function Sessions() {
  const t = useTranslations("settings.sessions");
  const [asking, setAsking] = useState(false);
  const { run, isPending, problem } = useAuthCall({ leaving: true });
  const signOutEverywhere = async () => {
    if (await run(() => authClient.revokeSessions())) leaveToSignIn();
  };
  return (
    <Section title={t("title")} sentence={t("sentence")}>
      <Button onPress={() => setAsking(true)}>{t("submit")}</Button>
      <ConfirmDialog
        isOpen={asking}
        onOpenChange={setAsking}
        title={t("confirmTitle")}
        consequence={t("confirmBody")}
        confirmLabel={t("confirm")}
        onConfirm={signOutEverywhere}
        isPending={isPending}
        error={problem}
      />
    </Section>
  );
}
