import { type ArenaRules, arenaRules, type UserRole } from "@parley/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useMemo, useState } from "react";
import { useTRPC } from "#lib/trpc.ts";
import { rulesOf } from "./draft.ts";
import type { FormProps } from "./form.ts";

type PreviewInput = {
  rules: ArenaRules;
  arenaId: string | null;
  person: { userId: string; role: UserRole };
};

/** For whom an arena, as it stands in the form, is looked at; null input until somebody is known. */
export function usePreview({ draft, model }: Pick<FormProps, "draft" | "model">) {
  const trpc = useTRPC();
  const me = useQuery(trpc.me.get.queryOptions());
  const list = useQuery(trpc.people.list.queryOptions());
  const people = (list.data ?? []).filter(({ role }) => role !== "pending");
  const [chosenId, choose] = useState<string | null>(null);
  const ownId = me.data?.id;
  const person = people.find(({ id }) => id === (chosenId ?? ownId)) ?? null;
  const arenaId = model?.info.id ?? null;
  const isArena = draft.kind === "arena";
  const input = useMemo<PreviewInput | null>(
    () =>
      person === null || !isArena
        ? null
        : { rules: rulesOf(draft), arenaId, person: { userId: person.id, role: person.role } },
    [draft, person, arenaId, isArena],
  );
  return { people, person, choose, input: useDeferredValue(input) };
}

export type Preview = ReturnType<typeof usePreview>;

/** The members of the arena, for the person looked at; what was found last stays while it is asked again. */
export function useMembers(input: PreviewInput | null) {
  const trpc = useTRPC();
  const options = { enabled: input !== null, placeholderData: keepPreviousData };
  return useQuery(trpc.models.members.queryOptions(input ?? nobody, options));
}

/** How often each member is chosen in so many rolls. */
export function useRolls(input: PreviewInput | null, times: number) {
  const trpc = useTRPC();
  const options = { enabled: input !== null, placeholderData: keepPreviousData };
  return useQuery(trpc.models.roll.queryOptions({ ...(input ?? nobody), times }, options));
}

/** Stands where nothing is asked. */
const nobody: PreviewInput = {
  rules: arenaRules.parse({}),
  arenaId: null,
  person: { userId: "nobody", role: "user" },
};
