import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Connections } from "#components/admin/connections/connections.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("admin.connections");
  return { title: t("title") };
}

export default function ConnectionsPage() {
  return <Connections />;
}
