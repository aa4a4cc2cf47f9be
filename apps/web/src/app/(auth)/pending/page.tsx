import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PendingWatch } from "#components/auth/pending-watch.tsx";
import { currentPrincipal } from "#lib/guard.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.pending");
  return { title: t("title") };
}

export default async function PendingPage() {
  const principal = await currentPrincipal();
  if (principal === null) redirect("/sign-in");
  if (principal.role !== "pending") redirect("/");
  return <PendingWatch />;
}
