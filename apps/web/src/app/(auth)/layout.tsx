import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { BrandMark } from "#components/brand.tsx";
import { Messages } from "#i18n/messages.tsx";

export default async function AuthLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations("common");
  return (
    <Messages namespaces={["auth"]}>
      <main className="mx-auto flex min-h-dvh w-full max-w-sm flex-col px-5 pt-[max(2rem,16vh)] pb-12">
        <p className="mb-8 flex items-center gap-2 text-base font-semibold">
          <BrandMark size={24} />
          {t("appName")}
        </p>
        {children}
      </main>
    </Messages>
  );
}
