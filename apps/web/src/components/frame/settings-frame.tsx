import type { Principal } from "@parley/core";
import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { KeepSession } from "./keep-session.tsx";
import { SettingsNav } from "./settings-nav.tsx";

type SettingsFrameProps = { role: Principal["role"]; children: ReactNode };

/** The frame of everything that is not a chat: the way back, where one is, and the page itself. */
export async function SettingsFrame({ role, children }: SettingsFrameProps) {
  const t = await getTranslations("common");
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-6xl flex-col has-data-wide:max-w-[120rem] md:flex-row">
      <KeepSession />
      <header className="flex shrink-0 flex-col gap-2 px-4 pt-3 md:sticky md:top-0 md:h-dvh md:w-56 md:gap-4 md:pt-6">
        <Link
          href="/"
          className="-ms-2 flex h-9 w-fit items-center gap-2 rounded-md px-2 text-sm text-muted hover:bg-hover hover:text-text"
        >
          <ArrowLeft size={16} strokeWidth={1.75} aria-hidden className="rtl:rotate-180" />
          {t("backToChat")}
        </Link>
        <SettingsNav isAdmin={role === "admin"} />
      </header>
      <main className="min-w-0 flex-1 px-4 pt-4 pb-20 md:px-8 md:pt-7">{children}</main>
    </div>
  );
}
