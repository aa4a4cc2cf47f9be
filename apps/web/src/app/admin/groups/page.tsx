import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Groups } from "#components/admin/groups/groups.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("admin.groups");
  return { title: t("title") };
}

export default function GroupsPage() {
  return <Groups />;
}
