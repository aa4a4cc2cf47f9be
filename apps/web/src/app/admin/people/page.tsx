import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { People } from "#components/admin/people/people.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("admin.people");
  return { title: t("title") };
}

export default function PeoplePage() {
  return <People />;
}
