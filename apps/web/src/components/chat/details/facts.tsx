"use client";

import { parleyMetadataOf, textOf } from "@parley/core";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { modelNameOf } from "../state/predicates.ts";
import type { BranchMessage } from "../state/types.ts";
import { usageOf } from "../state/usage.ts";
import { useChat } from "../use/chat-context.tsx";

/** What Parley itself recorded about a message. */
export function Facts({ message }: { message: BranchMessage }) {
  const t = useTranslations("chat.details");
  const messages = useTranslations("chat.messages");
  const locale = useLocale();
  const { models } = useChat();
  const { timing, finishReason, usage: counted, error } = parleyMetadataOf(message.metadata);
  const usage = usageOf(counted ?? null);
  const number = new Intl.NumberFormat(locale);
  const date = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "medium" });
  const seconds = (ms: number) => messages("seconds", { seconds: (ms / 1000).toFixed(2) });
  const writing = (timing?.totalMs ?? 0) - (timing?.firstTokenMs ?? 0);
  const facts: [name: string, value: ReactNode][] = [
    [t("status"), t(`statuses.${message.status}`)],
  ];
  const add = (name: string, value: ReactNode) => facts.push([name, value]);
  const name = modelNameOf(message, models.models);
  if (name !== null) add(t("model"), name);
  if (message.model !== null && message.model !== name) add(t("modelId"), message.model);
  add(t("created"), date.format(message.createdAt));
  if (timing?.firstTokenMs !== undefined) add(t("firstToken"), seconds(timing.firstTokenMs));
  if (timing?.totalMs !== undefined) add(t("total"), seconds(timing.totalMs));
  if (usage.read !== null) add(t("tokensIn"), number.format(usage.read));
  if (usage.written !== null) add(t("tokensOut"), number.format(usage.written));
  if (usage.written !== null && writing > 0) {
    const count = number.format(Math.round((usage.written * 1000) / writing));
    add(t("speed"), t("speedValue", { count }));
  }
  if (finishReason !== undefined) add(t("finish"), finishReason);
  if (error !== undefined) add(t("cause"), error.message);
  add(t("length"), t("lengthValue", { count: textOf(message.content).length }));
  add(t("messageId"), <code className="font-mono text-xs">{message.id}</code>);
  return (
    <dl className="flex flex-col divide-y divide-line text-note">
      {facts.map(([label, value]) => (
        <div key={label} className="flex justify-between gap-4 py-1.5">
          <dt className="shrink-0 text-muted">{label}</dt>
          <dd className="min-w-0 text-end tabular-nums wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
