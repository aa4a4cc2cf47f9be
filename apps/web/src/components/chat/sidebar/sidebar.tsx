"use client";

import { PanelLeft, Search, SquarePen } from "lucide-react";
import { useTranslations } from "next-intl";
import { lazy, Suspense, useEffect } from "react";
import { IconButton } from "#components/ui/icon-button.tsx";
import { usePage } from "../use/page-context.tsx";
import { useMedia, wide } from "../use/use-media.ts";
import { SidebarContent } from "./sidebar-content.tsx";
import { UserMenu } from "./user-menu.tsx";

const SidebarDrawer = lazy(async () => {
  const loaded = await import("./sidebar-drawer.tsx");
  return { default: loaded.SidebarDrawer };
});

/** The list of chats: beside the conversation where there is room, else icons, on phones a drawer. */
export function Sidebar() {
  const { isDrawerOpen } = usePage();
  useSearchKey();
  return (
    <>
      <div className="hidden w-68 shrink-0 border-e border-line lg:flex">
        <SidebarContent />
      </div>
      <Rail />
      {isDrawerOpen ? (
        <Suspense fallback={null}>
          <SidebarDrawer />
        </Suspense>
      ) : null}
    </>
  );
}

/** What is left of it on a narrow screen. */
function Rail() {
  const t = useTranslations("chat");
  const { openNew, openDrawer } = usePage();
  return (
    <nav
      aria-label={t("sidebar.label")}
      className="hidden w-14 shrink-0 flex-col items-center gap-1 border-e border-line py-2 md:flex lg:hidden"
    >
      <IconButton name={t("sidebar.open")} placement="end" onPress={openDrawer}>
        <PanelLeft size={20} strokeWidth={1.75} aria-hidden className="rtl:-scale-x-100" />
      </IconButton>
      <IconButton name={t("newChat")} placement="end" onPress={openNew}>
        <SquarePen size={20} strokeWidth={1.75} aria-hidden />
      </IconButton>
      <IconButton name={t("sidebar.search")} placement="end" onPress={openDrawer}>
        <Search size={20} strokeWidth={1.75} aria-hidden />
      </IconButton>
      <div className="flex-1" />
      <UserMenu isFolded />
    </nav>
  );
}

/** Ctrl+K goes to the search. */
function useSearchKey(): void {
  const { openDrawer } = usePage();
  const isWide = useMedia(wide);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isOurs = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.code === "KeyK";
      if (!isOurs) return;
      event.preventDefault();
      if (isWide) document.getElementById("chat-search")?.focus();
      else openDrawer();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [isWide, openDrawer]);
}
