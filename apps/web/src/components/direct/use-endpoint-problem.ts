"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";
import type { AnswerOptions } from "#lib/direct/answer.ts";

/** Says in a sentence what is in the way between this browser and an endpoint. */
export function useEndpointProblem(): AnswerOptions["say"] {
  const t = useTranslations("direct.problem");
  return useCallback(
    (problem, name) => {
      switch (problem.kind) {
        case "status": {
          const { status, detail } = problem;
          const known = ([401, 403, 404, 429] as const).find((one) => one === status);
          const said =
            known === undefined ? t("status", { name, status }) : t(`${known}`, { name });
          return detail === "" ? said : t("withDetail", { said, detail });
        }
        case "reported":
          return t("reported", { name, detail: problem.detail });
        case "cors":
          return t("cors", { name, origin: window.location.origin });
        default:
          return t(problem.kind, { name });
      }
    },
    [t],
  );
}
