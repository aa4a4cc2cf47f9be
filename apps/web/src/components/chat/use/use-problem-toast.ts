import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { notify } from "#components/ui/toast.tsx";
import { useProblemText } from "#lib/use-problem-text.ts";

/** Says at the page's edge why something did not work. */
export function useProblemToast(): (error: unknown) => void {
  const t = useTranslations("chat.actions");
  const problemText = useProblemText();
  return useCallback(
    (error) => notify({ title: t("failed"), description: problemText(error), tone: "broken" }),
    [t, problemText],
  );
}
