"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { type AuthError, authProblemOf, minPasswordLength } from "./auth-problem.ts";

type AuthResult = { error: AuthError | null };

/**
 * Runs a call of the auth client and keeps why it failed, as a sentence. `run` resolves to true when
 * it worked. After that `isPending` stays true when `leaving` is set: the page is on its way out.
 */
export function useAuthCall({ leaving = false }: { leaving?: boolean } = {}) {
  const t = useTranslations("auth.problem");
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<string>();

  const explain = (error: AuthError): string => {
    const found = authProblemOf(error);
    return "message" in found ? found.message : t(found.key, { length: minPasswordLength });
  };

  const run = async (call: () => Promise<AuthResult>): Promise<boolean> => {
    setPending(true);
    setProblem(undefined);
    let worked = false;
    try {
      const { error } = await call();
      if (error) setProblem(explain(error));
      else worked = true;
    } catch {
      // The client throws only when no answer came.
      setProblem(t("unreachable"));
    }
    if (!(worked && leaving)) setPending(false);
    return worked;
  };

  return { run, isPending, problem };
}
