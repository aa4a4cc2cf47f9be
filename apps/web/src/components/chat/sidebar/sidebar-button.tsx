"use client";

import { PanelLeft } from "lucide-react";
import { useTranslations } from "next-intl";
import { IconButton } from "#components/ui/icon-button.tsx";
import { usePage } from "../use/page-context.tsx";

/** Opens the list of chats on phones. */
export function SidebarButton() {
  const t = useTranslations("chat.sidebar");
  const { openDrawer } = usePage();
  return (
    <IconButton name={t("open")} onPress={openDrawer} className="md:hidden">
      <PanelLeft size={20} strokeWidth={1.75} aria-hidden className="rtl:-scale-x-100" />
    </IconButton>
  );
}
