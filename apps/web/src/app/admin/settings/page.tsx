import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ServerSettings } from "#components/admin/server/server-settings.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("admin.server");
  return { title: t("title") };
}

export default function ServerSettingsPage() {
  return <ServerSettings />;
}
