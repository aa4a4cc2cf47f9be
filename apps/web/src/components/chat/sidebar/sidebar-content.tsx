"use client";

import { Search, SquarePen, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useDeferredValue, useRef, useState } from "react";
import { BrandMark } from "#components/brand.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { usePage } from "../use/page-context.tsx";
import { ChatList } from "./chat-list.tsx";
import { UserMenu } from "./user-menu.tsx";

/** New chat, search, the chats, and the person's own menu. */
export function SidebarContent({ isDrawer = false }: { isDrawer?: boolean }) {
  const t = useTranslations("chat");
  const common = useTranslations("common");
  const { openNew, closeDrawer } = usePage();
  const [search, setSearch] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const clear = () => {
    setSearch("");
    // The button that was pressed goes.
    field.current?.focus();
  };
  const deferred = useDeferredValue(search.trim());
  return (
    <nav aria-label={t("sidebar.label")} className="flex min-h-0 w-full flex-col text-text">
      {isDrawer ? null : (
        <div className="flex h-12 shrink-0 items-center gap-2 px-4 text-sm font-semibold">
          <BrandMark />
          {common("appName")}
        </div>
      )}
      <div className="flex shrink-0 flex-col gap-1 px-2 pb-2">
        <a
          href="/"
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            openNew();
            closeDrawer();
          }}
          className="flex h-9 items-center gap-2 rounded-md px-2 text-sm font-medium hover:bg-hover"
        >
          <SquarePen size={16} strokeWidth={1.75} aria-hidden className="text-accent" />
          {t("newChat")}
        </a>
        <label className="flex h-9 items-center gap-2 rounded-md px-2 text-muted focus-within:bg-hover hover:bg-hover">
          <Search size={16} strokeWidth={1.75} aria-hidden className="shrink-0" />
          <input
            ref={field}
            {...(isDrawer ? {} : { id: "chat-search" })}
            type="search"
            aria-label={t("sidebar.search")}
            placeholder={t("sidebar.search")}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== "Escape" || search === "") return;
              event.stopPropagation();
              setSearch("");
            }}
            className="min-w-0 flex-1 bg-transparent text-base text-text outline-none placeholder:text-muted md:text-sm [&::-webkit-search-cancel-button]:hidden"
          />
          {search === "" ? null : (
            <IconButton
              name={t("sidebar.clearSearch")}
              onPress={clear}
              className="-me-1 size-7 min-w-7"
            >
              <X size={16} strokeWidth={1.75} aria-hidden />
            </IconButton>
          )}
        </label>
      </div>
      <ChatList search={deferred} />
      <div className="shrink-0 p-2">
        <UserMenu />
      </div>
    </nav>
  );
}
