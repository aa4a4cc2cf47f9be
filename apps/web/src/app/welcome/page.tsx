import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Welcome } from "#components/welcome/welcome.tsx";
import { Messages } from "#i18n/messages.tsx";
import { requireAdminPage } from "#lib/guard.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("welcome");
  return { title: t("title") };
}

export default async function WelcomePage() {
  await requireAdminPage();
  return (
    <Messages namespaces={["admin", "welcome"]}>
      <Welcome />
    </Messages>
  );
}
