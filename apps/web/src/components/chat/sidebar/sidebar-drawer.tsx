"use client";

import { useTranslations } from "next-intl";
import { SidePanel } from "#components/ui/side-panel.tsx";
import { usePage } from "../use/page-context.tsx";
import { useBackCloses } from "../use/use-back-closes.ts";
import { SidebarContent } from "./sidebar-content.tsx";

/** The list of chats over the conversation; closed by Escape, a tap beside it, or going back. */
export function SidebarDrawer() {
  const t = useTranslations("chat.sidebar");
  const { closeDrawer } = usePage();
  useBackCloses(true, closeDrawer);
  return (
    <SidePanel
      title={t("label")}
      side="start"
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) closeDrawer();
      }}
      className="max-w-72!"
    >
      <div className="-mx-4 flex h-full">
        <SidebarContent isDrawer />
      </div>
    </SidePanel>
  );
}
