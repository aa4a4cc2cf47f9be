"use client";

import { type FunctionHook, jsonObject, parseJson } from "@parley/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "#lib/trpc.ts";
import type { FunctionDetail, FunctionKind } from "../types.ts";
import { sampleOf } from "./samples.ts";

const hooksOf: Record<FunctionKind, FunctionHook[]> = {
  filter: ["inlet", "stream", "outlet"],
  pipe: ["pipe"],
  action: ["action"],
};

type On = { kind: "sample" } | { kind: "message"; chatId: string | null; messageId: string | null };

/** What is tried, on what, and what came of it. Kept while other parts of the page are in sight. */
export function useTrial(fn: FunctionDetail, source: string) {
  const trpc = useTRPC();
  const hooks = hooksOf[fn.kind];
  const [hook, setHook] = useState<FunctionHook>(
    hooks.find((one) => fn.manifest.hooks[one] !== undefined) ?? hooks[0] ?? "inlet",
  );
  const [bodies, setBodies] = useState<Partial<Record<FunctionHook, string>>>({});
  const [on, setOn] = useState<On>({ kind: "sample" });
  const subs = subsOf(fn);
  const [sub, setSub] = useState(subs[0]?.id ?? "");
  const trial = useMutation(trpc.functions.try.mutationOptions());

  const text = bodies[hook] ?? sampleOf(hook);
  const body = parseJson(jsonObject, text);
  const target = targetOf();

  function targetOf() {
    if (on.kind === "sample") return body === null ? null : { kind: on.kind, body };
    const { kind, chatId, messageId } = on;
    return chatId === null || messageId === null ? null : { kind, chatId, messageId };
  }

  return {
    hooks,
    hook,
    setHook,
    subs,
    sub: subs.some(({ id }) => id === sub) ? sub : (subs[0]?.id ?? ""),
    setSub,
    on,
    setOn,
    text,
    isBad: body === null,
    isChanged: bodies[hook] !== undefined,
    /** Null puts the sample back. */
    setText: (next: string | null) => {
      const { [hook]: _, ...others } = bodies;
      setBodies(next === null ? others : { ...others, [hook]: next });
    },
    canRun: target !== null,
    run: (onError: (error: unknown) => void) => {
      if (target === null || trial.isPending) return;
      trial.mutate({ id: fn.id, source, hook, sub, on: target }, { onError });
    },
    isRunning: trial.isPending,
    result: trial.data ?? null,
    /** The handler that gave the result. */
    triedHook: trial.variables?.hook ?? hook,
    error: trial.error,
  };
}

export type Trial = ReturnType<typeof useTrial>;

/** The models or buttons of a function with several. */
function subsOf({ manifest: { kind, actions, pipes } }: FunctionDetail) {
  if (kind === "action") return actions;
  return Array.isArray(pipes) ? pipes : [];
}
