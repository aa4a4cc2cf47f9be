"use client";

import { functionHook } from "@parley/core";
import { useTranslations } from "next-intl";
import type { FunctionDetail } from "../types.ts";

/** What a handler can name; what else it names is told nothing. */
const known = [
  ...(["body", "event", "user", "model", "metadata", "chatId", "messageId", "request"] as const),
  ...(["valves", "id", "state", "sub", "emit", "call", "fetch", "complete", "storage"] as const),
  ...(["signal"] as const),
] as const;

type PermissionsPartProps = { fn: FunctionDetail; isSourceChanged: boolean };

/** What it may do, and what it gets to know, in plain words. */
export function PermissionsPart({ fn, isSourceChanged }: PermissionsPartProps) {
  const t = useTranslations("functions.permissions");
  const hookText = useTranslations("functions.hook");
  const { permissions, hooks } = fn.manifest;
  const hosts = permissions.fetch;
  const models = permissions.models;
  const may = [
    ...(hosts.length === 0
      ? []
      : [hosts.includes("*") ? t("fetchAll") : t("fetch", { hosts: hosts.join(", ") })]),
    ...(models.length === 0
      ? []
      : [models.includes("*") ? t("modelsAll") : t("models", { models: models.join(", ") })]),
    ...(permissions.storage ? [t("storage")] : []),
  ];
  const handlers = functionHook.options.flatMap((hook) => {
    const named = hooks[hook];
    return named === undefined ? [] : [{ hook, named }];
  });
  const learnsWho = handlers.some(({ named }) => named.includes("user"));
  return (
    <>
      {isSourceChanged ? <p className="text-note text-muted">{t("ofSaved")}</p> : null}
      <section>
        <h2 className="text-sm font-medium">{t("may")}</h2>
        {may.length === 0 ? (
          <p className="mt-1 text-note text-pretty text-muted">{t("nothing")}</p>
        ) : (
          <ul className="mt-1 list-disc ps-5 text-sm">
            {may.map((sentence) => (
              <li key={sentence} className="wrap-anywhere">
                {sentence}
              </li>
            ))}
          </ul>
        )}
      </section>
      <section className="flex flex-col gap-3">
        <h2 className="text-sm font-medium">{t("told")}</h2>
        {handlers.map(({ hook, named }) => (
          <div key={hook}>
            <h3 className="text-note text-muted">{hookText(hook)}</h3>
            {named.length === 0 ? <p className="text-sm">{t("toldNothing")}</p> : null}
            <ul className="mt-0.5 flex flex-col gap-0.5">
              {named.map((name) => (
                <li key={name} className="flex items-baseline gap-3 text-sm">
                  <code className="w-20 shrink-0 text-xs">{name}</code>
                  <span className="min-w-0">
                    <What name={name} />
                  </span>
                </li>
              ))}
            </ul>
          </div>
        ))}
        {learnsWho ? null : <p className="text-note text-muted">{t("notUser")}</p>}
      </section>
    </>
  );
}

function What({ name }: { name: string }) {
  const t = useTranslations("functions.permissions.what");
  const found = known.find((one) => one === name);
  return found === undefined ? null : t(found);
}
