"use client";

import { CircleX } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { WholePage } from "#components/whole-page.tsx";

type ErrorPageProps = { error: Error & { digest?: string }; retry: () => void };

export default function ErrorPage({ error, retry }: ErrorPageProps) {
  const t = useTranslations("common");
  return (
    <WholePage>
      <EmptyState
        level={1}
        icon={CircleX}
        title={t("error.title")}
        action={
          <Button look="primary" onPress={retry}>
            {t("retry")}
          </Button>
        }
      >
        <p>{t("error.body")}</p>
        {error.digest ? (
          <p className="mt-2 text-note">{t("error.digest", { digest: error.digest })}</p>
        ) : null}
      </EmptyState>
    </WholePage>
  );
}
