"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { notify } from "#components/ui/toast.tsx";
import { useTRPC } from "#lib/trpc.ts";
import { useProblemText } from "#lib/use-problem-text.ts";
import type { GivenRole, Person } from "./person.ts";

/** Gives a role and says what came of it. `onGiven` returns the sentence for success. */
export function useSetRole(person: Person, onGiven: (role: GivenRole) => string) {
  const t = useTranslations("admin.people");
  const problemText = useProblemText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const mutation = useMutation(
    trpc.people.setRole.mutationOptions({
      // One after the other, so that the last choice is also the last one stored.
      scope: { id: `role-${person.id}` },
      onSuccess: (_result, { role }) => {
        if (role !== "pending") notify({ title: onGiven(role), tone: "good" });
      },
      onError: (error) =>
        notify({
          title: t("roleFailed", { name: person.name }),
          description: problemText(error),
          tone: "broken",
        }),
      onSettled: () => queryClient.invalidateQueries(trpc.people.list.queryFilter()),
    }),
  );
  return {
    isPending: mutation.isPending,
    /** The role on its way to the server. */
    wanted: mutation.isPending ? mutation.variables.role : null,
    give: (role: GivenRole) => mutation.mutate({ userId: person.id, role }),
  };
}
