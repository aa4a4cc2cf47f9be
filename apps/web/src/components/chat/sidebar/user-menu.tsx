"use client";

import { Dropdown } from "@heroui/react/dropdown";
import { Check, LogOut, Monitor, Moon, Settings, ShieldCheck, Sun } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Menu, MenuItem } from "#components/ui/menu.tsx";
import { keepTheme } from "#lib/keep-theme.ts";
import { showTheme, type Theme, themeOf, themes } from "#lib/theme.ts";
import { useSignOut } from "#lib/use-sign-out.ts";
import { usePage } from "../use/page-context.tsx";

const icons = { system: Monitor, light: Sun, dark: Moon } as const;

/** The person's own menu: how it looks, settings, the way out. */
export function UserMenu({ isFolded = false }: { isFolded?: boolean }) {
  const t = useTranslations("chat.user");
  const { person } = usePage();
  const router = useRouter();
  const signOut = useSignOut();
  const [theme, setTheme] = useState<Theme>("system");
  const choose = (chosen: Theme) => {
    setTheme(chosen);
    showTheme(chosen);
    void keepTheme(chosen);
  };
  return (
    <Menu
      label={t("menu", { name: person.name })}
      placement="top start"
      onOpenChange={(isOpen) => {
        if (isOpen) setTheme(shownTheme());
      }}
      trigger={
        <Button
          look="quiet"
          aria-label={t("menu", { name: person.name })}
          className={isFolded ? "size-9 min-w-9 p-0" : "w-full justify-start gap-2 px-2"}
        >
          <span
            aria-hidden
            // Not as text: then it would be part of what the button says.
            data-initial={[...person.name][0]?.toLocaleUpperCase()}
            className="flex size-6 shrink-0 items-center justify-center rounded-full bg-tint text-xs font-semibold text-accent before:content-[attr(data-initial)]"
          />
          {isFolded ? null : <span className="min-w-0 truncate text-sm">{person.name}</span>}
        </Button>
      }
    >
      <Dropdown.Section aria-label={t("theme")} className="mb-1 border-b border-line pb-1">
        {themes.map((id) => (
          <MenuItem
            key={id}
            label={t(id)}
            icon={theme === id ? Check : icons[id]}
            onAction={() => choose(id)}
          />
        ))}
      </Dropdown.Section>
      <MenuItem label={t("settings")} icon={Settings} onAction={() => router.push("/settings")} />
      {person.isAdmin ? (
        <MenuItem
          label={t("admin")}
          icon={ShieldCheck}
          onAction={() => router.push("/admin/connections")}
        />
      ) : null}
      <MenuItem label={t("signOut")} icon={LogOut} onAction={signOut} />
    </Menu>
  );
}

/** What the page shows now. */
function shownTheme(): Theme {
  const { classList } = document.documentElement;
  return themeOf(themes.find((theme) => classList.contains(theme)));
}
