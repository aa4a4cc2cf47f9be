import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Pipelines } from "#components/admin/pipelines/pipelines.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pipelines");
  return { title: t("title") };
}

export default function PipelinesPage() {
  return <Pipelines />;
}
