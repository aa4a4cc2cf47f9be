"use client";

import { MessageCircleOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { SidebarButton } from "../sidebar/sidebar-button.tsx";
import { usePage } from "../use/page-context.tsx";

/** In place of a chat that is not there, or not this person's. */
export function MissingChat() {
  const t = useTranslations("chat");
  const { openNew } = usePage();
  return (
    // The skip link has nowhere else to go here.
    <main id="message" tabIndex={-1} className="flex min-w-0 flex-1 flex-col outline-none">
      <div className="flex h-12 shrink-0 items-center px-3">
        <SidebarButton />
      </div>
      <div className="flex flex-1 flex-col justify-center pb-24">
        <EmptyState
          icon={MessageCircleOff}
          level={1}
          title={t("missing.title")}
          action={<Button onPress={openNew}>{t("newChat")}</Button>}
        >
          {t("missing.body")}
        </EmptyState>
      </div>
    </main>
  );
}
