import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Models } from "#components/admin/models/models.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("models");
  return { title: t("title") };
}

export default function ModelsPage() {
  return <Models />;
}
