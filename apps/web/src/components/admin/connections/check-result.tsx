import { useTranslations } from "next-intl";
import { Notice } from "#components/ui/notice.tsx";
import type { RouterOutputs } from "#lib/trpc.ts";

/** Names to list before "and … more". */
const namesShown = 6;

export function CheckResult({ result }: { result: RouterOutputs["connections"]["check"] }) {
  const t = useTranslations("admin.connection");
  const ms = Math.round(result.ms);
  if (!result.ok) {
    return (
      <Notice tone="broken" title={t("notFound", { ms })}>
        <p className="text-muted">{result.reason}</p>
      </Notice>
    );
  }
  const { models } = result;
  const names = models.slice(0, namesShown).join(", ");
  const more = models.length - namesShown;
  return (
    <Notice
      tone={models.length === 0 ? "caution" : "good"}
      title={t("found", { ms, count: models.length })}
    >
      <p className="text-muted">
        {models.length === 0
          ? t("noModels")
          : more > 0
            ? t("foundMore", { names, count: more })
            : names}
      </p>
    </Notice>
  );
}
