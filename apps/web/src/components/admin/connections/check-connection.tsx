"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { type RouterInputs, useTRPC } from "#lib/trpc.ts";
import { useProblemText } from "#lib/use-problem-text.ts";
import { CheckResult } from "./check-result.tsx";

type CheckConnectionProps = {
  /** Null when there is nothing to check yet. */
  input: RouterInputs["connections"]["check"] | null;
  /** Called instead of checking when there is nothing to check. */
  onImpossible: () => void;
};

/** Asks the server to call the address as it stands in the form, and says what came of it. */
export function CheckConnection({ input, onImpossible }: CheckConnectionProps) {
  const t = useTranslations("admin.connection");
  const problemText = useProblemText();
  const trpc = useTRPC();
  const check = useMutation(trpc.connections.check.mutationOptions());
  // What was found is shown only while the form still says what was checked.
  const isCurrent = JSON.stringify(check.variables) === JSON.stringify(input);

  // What came of it may lie below the panel's edge.
  const outcome = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (check.data || check.error) outcome.current?.scrollIntoView({ block: "nearest" });
  }, [check.data, check.error]);

  return (
    <div className="flex flex-col gap-3">
      <Button
        isPending={check.isPending}
        onPress={() => (input === null ? onImpossible() : check.mutate(input))}
      >
        {check.isPending ? t("checking") : t("check")}
      </Button>
      <div ref={outcome} aria-live="polite" className="min-h-20">
        {isCurrent && check.data ? <CheckResult result={check.data} /> : null}
        {isCurrent && check.error ? (
          <Notice tone="broken">{problemText(check.error)}</Notice>
        ) : null}
      </div>
    </div>
  );
}
