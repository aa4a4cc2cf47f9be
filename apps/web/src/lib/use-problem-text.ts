"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { problemOf } from "./problem.ts";

/** Turns a failed call into a sentence for a person. */
export function useProblemText(): (error: unknown) => string {
  const t = useTranslations("common.error");
  return useCallback(
    (error) => {
      const problem = problemOf(error);
      if (problem.message !== null) return problem.message;
      return problem.code === "unreachable" ? t("unreachable") : t("unexpected");
    },
    [t],
  );
}
