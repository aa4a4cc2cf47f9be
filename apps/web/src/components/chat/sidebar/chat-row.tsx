"use client";

import { Ellipsis, Pencil, Pin, PinOff, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Menu, MenuItem } from "#components/ui/menu.tsx";
import type { ListedChat } from "../state/types.ts";
import { usePage } from "../use/page-context.tsx";
import { useChatChange } from "../use/use-chat-change.ts";
import { RenameField } from "./rename-field.tsx";

type ChatRowProps = { chat: ListedChat; onDelete: () => void };

/** One chat: its title, whether something runs in it, and what can be done with it. */
export function ChatRow({ chat, onDelete }: ChatRowProps) {
  const t = useTranslations("chat.sidebar");
  const { chatId, openChat, closeDrawer } = usePage();
  const { pin, rename } = useChatChange();
  const [isRenaming, setRenaming] = useState(false);
  const link = useRef<HTMLAnchorElement>(null);
  const isOpen = chat.id === chatId;
  if (isRenaming) {
    return (
      <RenameField
        title={chat.title}
        onEnd={(title) => {
          setRenaming(false);
          requestAnimationFrame(() => link.current?.focus());
          if (title !== null) rename(chat, title);
        }}
      />
    );
  }
  return (
    <div
      className="group flex h-9 items-center rounded-md hover:bg-hover has-aria-expanded:bg-hover data-open:bg-chosen"
      data-open={isOpen || undefined}
      data-chat-id={chat.id}
      data-running={chat.running || undefined}
    >
      <a
        ref={link}
        href={`/c/${chat.id}`}
        aria-current={isOpen ? "page" : undefined}
        title={chat.title}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          openChat(chat.id);
          closeDrawer();
        }}
        className="flex h-full min-w-0 flex-1 items-center gap-2 rounded-md px-2 text-sm"
      >
        <span className="min-w-0 truncate">{chat.title}</span>
        {chat.running ? (
          <span
            role="img"
            aria-label={t("running")}
            className="size-2 shrink-0 rounded-full bg-accent motion-safe:animate-pulse"
          />
        ) : null}
      </a>
      <Menu
        label={t("rowMenu", { title: chat.title })}
        trigger={
          <IconButton
            name={t("rowMenu", { title: chat.title })}
            className="me-1 size-7 min-w-7 opacity-0 group-hover:opacity-100 group-focus-within:opacity-100 aria-expanded:opacity-100 pointer-coarse:opacity-100"
          >
            <Ellipsis size={16} strokeWidth={1.75} aria-hidden />
          </IconButton>
        }
      >
        <MenuItem label={t("rename")} icon={Pencil} onAction={() => setRenaming(true)} />
        <MenuItem
          label={chat.pinned ? t("unpin") : t("pin")}
          icon={chat.pinned ? PinOff : Pin}
          onAction={() => pin(chat, !chat.pinned)}
        />
        <MenuItem label={t("delete")} icon={Trash2} danger onAction={onDelete} />
      </Menu>
    </div>
  );
}
