"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "#lib/trpc.ts";
import { AccessForm } from "./access-form.tsx";
import { ArenaRolls } from "./arena-rolls.tsx";
import { Eligible } from "./eligible.tsx";
import { ModelForm, type ModelFormProps } from "./model-form.tsx";
import { usePreview } from "./use-preview.ts";

/** The form with who may use it, and with what an arena's rules do for whom. */
export function AdminForm(form: ModelFormProps) {
  const trpc = useTRPC();
  const settings = useQuery(trpc.settings.get.queryOptions());
  const preview = usePreview(form);
  const modelAccess = settings.data?.modelAccess ?? "everyone";
  return (
    <ModelForm
      {...form}
      forAdmins={{
        members: <Eligible {...preview} models={form.models} />,
        rules: <ArenaRolls {...preview} models={form.models} />,
        access: <AccessForm {...form} modelAccess={modelAccess} />,
      }}
    />
  );
}
