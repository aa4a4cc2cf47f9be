"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Section } from "#components/frame/section.tsx";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import { authClient } from "#lib/auth-client.ts";
import { useTRPC } from "#lib/trpc.ts";
import { useAuthCall } from "#lib/use-auth-call.ts";
import { useProblemText } from "#lib/use-problem-text.ts";

export function Profile() {
  const t = useTranslations("settings.profile");
  const common = useTranslations("common");
  const problemText = useProblemText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const me = useQuery(trpc.me.get.queryOptions());
  const [draft, setDraft] = useState<string>();
  const [saved, setSaved] = useState(false);
  const { run, isPending, problem } = useAuthCall();

  const stored = me.data?.name ?? "";
  const name = draft ?? stored;
  const isEmpty = me.data !== undefined && name.trim() === "";

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isEmpty || name.trim() === stored) return;
    setSaved(false);
    if (await run(() => authClient.updateUser({ name: name.trim() }))) {
      setSaved(true);
      await queryClient.invalidateQueries(trpc.me.get.queryFilter());
      setDraft(undefined);
    }
  };

  return (
    <Section title={t("title")}>
      {me.error ? (
        <Notice tone="broken" className="mb-4">
          {problemText(me.error)}
        </Notice>
      ) : null}
      <form noValidate onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          label={t("name")}
          autoComplete="name"
          value={name}
          onChange={(value) => {
            setDraft(value);
            setSaved(false);
          }}
          isDisabled={me.data === undefined}
          error={isEmpty ? t("missingName") : problem}
        />
        <div>
          <p className="font-medium">{t("email")}</p>
          <p className="mt-1 min-h-5 wrap-anywhere">{me.data?.email}</p>
          <p className="mt-1 text-xs text-muted">{t("emailHint")}</p>
        </div>
        <div className="flex items-center gap-3">
          <Button
            type="submit"
            isPending={isPending}
            // Right after saving it has the focus, which a disabled button would lose.
            isDisabled={isEmpty || (name.trim() === stored && !saved)}
          >
            {common("save")}
          </Button>
          <p role="status" className="text-note text-muted">
            {saved ? t("saved") : null}
          </p>
        </div>
      </form>
    </Section>
  );
}
