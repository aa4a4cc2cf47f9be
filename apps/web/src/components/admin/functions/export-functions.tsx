"use client";

import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { Menu, MenuItem } from "#components/ui/menu.tsx";
import { notify } from "#components/ui/toast.tsx";
import { download } from "#lib/download.ts";
import { useTRPCClient } from "#lib/trpc.ts";
import { useProblemText } from "#lib/use-problem-text.ts";

/** Gives functions as files: all in one, with their valves, or each as its source. */
export function useExport() {
  const t = useTranslations("functions");
  const problemText = useProblemText();
  const client = useTRPCClient();
  return useMutation({
    mutationFn: async ({ ids, as }: { ids: string[] | null; as: "json" | "ts" }) => {
      const functions = await client.functions.export.query({ ids });
      if (as === "json") {
        const [only] = ids ?? [];
        const name = only === undefined ? "functions" : only;
        const text = JSON.stringify({ functions }, null, 2);
        download(`${name}.json`, `${text}\n`, "application/json");
        return;
      }
      for (const { id, source } of functions) download(`${id}.ts`, source);
    },
    onError: (error) =>
      notify({ title: t("exportFailed"), description: problemText(error), tone: "broken" }),
  });
}

export function ExportFunctions() {
  const t = useTranslations("functions");
  const exporting = useExport();
  return (
    <Menu
      label={t("export")}
      trigger={
        <Button isPending={exporting.isPending}>
          <Download size={16} strokeWidth={1.75} aria-hidden className="max-sm:hidden" />
          {t("export")}
        </Button>
      }
    >
      <MenuItem
        label={t("exportJson")}
        onAction={() => exporting.mutate({ ids: null, as: "json" })}
      />
      <MenuItem
        label={t("exportFiles")}
        onAction={() => exporting.mutate({ ids: null, as: "ts" })}
      />
    </Menu>
  );
}
