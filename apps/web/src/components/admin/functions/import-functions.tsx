"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Upload } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ChangeEvent, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { notify } from "#components/ui/toast.tsx";
import { useTRPC, useTRPCClient } from "#lib/trpc.ts";
import { useProblemText } from "#lib/use-problem-text.ts";
import { functionsIn, type Imported } from "./transfer.ts";

type Failed = { name: string; message: string };

/** As many as are taken at once. */
const mostFunctions = 200;

/** Takes functions from files: exports as JSON, and plain sources. */
export function useImport() {
  const t = useTranslations("functions");
  const problemText = useProblemText();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const [failed, setFailed] = useState<Failed[]>([]);

  const importing = useMutation({
    mutationFn: async (files: File[]) => {
      const found: Imported[] = [];
      const refused: Failed[] = [];
      for (const file of files) {
        const functions = functionsIn({ name: file.name, text: await file.text() });
        if (functions === null) refused.push({ name: file.name, message: t("imported.notJson") });
        else found.push(...functions);
      }
      const taken = found.slice(0, mostFunctions);
      for (const { id } of found.slice(mostFunctions)) {
        refused.push({ name: id, message: t("imported.tooMany") });
      }
      if (taken.length === 0) return { created: [], failed: refused };
      const result = await client.functions.import.mutate({ functions: taken });
      const later = result.failed.map(({ id, message }) => ({ name: id, message }));
      return { created: result.created, failed: [...refused, ...later] };
    },
    onSuccess: async (result) => {
      await queryClient.invalidateQueries(trpc.functions.list.queryFilter());
      setFailed(result.failed);
      const count = result.created.length;
      notify({ title: t("imported.done", { count }), tone: count > 0 ? "good" : "info" });
    },
    onError: (error) =>
      notify({
        title: t("imported.done", { count: 0 }),
        description: problemText(error),
        tone: "broken",
      }),
  });
  return {
    isPending: importing.isPending,
    take: (files: File[]) => importing.mutate(files),
    /** Those that could not be taken, and why. */
    failed,
    forgetFailed: () => setFailed([]),
  };
}

type ImportProps = { importing: ReturnType<typeof useImport> };

export function ImportButton({ importing }: ImportProps) {
  const t = useTranslations("functions");
  const input = useRef<HTMLInputElement>(null);
  const onPick = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    const files = [...(currentTarget.files ?? [])];
    // The same file may be picked again.
    currentTarget.value = "";
    if (files.length > 0) importing.take(files);
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept=".json,.ts,application/json"
        aria-label={t("import")}
        onChange={onPick}
      />
      <Button isPending={importing.isPending} onPress={() => input.current?.click()}>
        <Upload size={16} strokeWidth={1.75} aria-hidden className="max-sm:hidden" />
        {t("import")}
      </Button>
    </>
  );
}

export function ImportProblems({ importing: { failed, forgetFailed } }: ImportProps) {
  const t = useTranslations("functions.imported");
  return (
    <Dialog isOpen={failed.length > 0} onOpenChange={forgetFailed} title={t("failed")}>
      <ul className="flex flex-col gap-2">
        {failed.map(({ name, message }) => (
          <li key={`${name}: ${message}`} className="wrap-anywhere">
            {t("failedOne", { name, message })}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
