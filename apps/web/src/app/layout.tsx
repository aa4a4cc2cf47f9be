import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { watchTypingScript } from "#components/chat/composer/early-typing.ts";
import { Providers } from "#components/providers.tsx";
import { Messages } from "#i18n/messages.tsx";
import { themeCookie, themeOf } from "#lib/theme.ts";
import "./globals.css";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("common");
  return {
    title: { default: t("appName"), template: `%s · ${t("appName")}` },
    description: t("tagline"),
    robots: { index: false },
  };
}

export const viewport: Viewport = { width: "device-width", initialScale: 1, viewportFit: "cover" };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = themeOf((await cookies()).get(themeCookie)?.value);
  return (
    <html
      lang={await getLocale()}
      className={`${GeistSans.variable} ${GeistMono.variable} ${theme}`}
    >
      <body>
        <script nonce={(await headers()).get("x-nonce") ?? ""}>{watchTypingScript}</script>
        <Messages namespaces={[]}>
          <Providers>{children}</Providers>
        </Messages>
      </body>
    </html>
  );
}
