import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Functions } from "#components/admin/functions/functions.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("functions");
  return { title: t("title") };
}

export default function FunctionsPage() {
  return <Functions />;
}
