"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { notify } from "#components/ui/toast.tsx";
import { signOut } from "./session.ts";

/** Signs out, or says that it did not work. */
export function useSignOut(): () => Promise<void> {
  const t = useTranslations("common");
  return useCallback(async () => {
    try {
      await signOut();
    } catch {
      notify({ title: t("signOutFailed"), tone: "broken" });
    }
  }, [t]);
}
