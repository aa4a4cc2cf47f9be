"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { PasswordField } from "#components/ui/password-field.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import { type DirectConnection, endpointUrl } from "#lib/direct/connection.ts";
import { submitForm } from "#lib/submit-form.ts";
import { CheckOutcome } from "./check-outcome.tsx";
import { useCheck } from "./use-check.ts";

type DirectDialogProps = {
  /** Null: a new one. */
  connection: DirectConnection | null;
  onSave: (connection: DirectConnection) => void;
  onClose: () => void;
};

/** An endpoint's name, address and key; looked at from this browser before it is kept. */
export function DirectDialog({ connection, onSave, onClose }: DirectDialogProps) {
  const t = useTranslations("direct");
  const common = useTranslations("common");
  const formId = useId();
  const [name, setName] = useState(connection?.name ?? "");
  const [address, setAddress] = useState(connection?.baseUrl ?? "");
  const [key, setKey] = useState(connection?.key ?? "");
  const [named, setNamed] = useState(connection?.modelIds?.join(", ") ?? "");
  const [tried, setTried] = useState(false);
  const check = useCheck();

  const baseUrl = endpointUrl(address);
  const endpoint = { baseUrl: baseUrl ?? "", key: key.trim() === "" ? null : key.trim() };
  const ids = [...new Set(named.split(",").flatMap((id) => id.trim() || []))];
  const isCurrent = JSON.stringify(check.variables) === JSON.stringify(endpoint);
  const found = isCurrent ? (check.data ?? null) : null;

  // What came of it may lie below the dialog's edge.
  const outcome = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (found !== null) outcome.current?.scrollIntoView({ block: "nearest" });
  }, [found]);

  const look = async () => {
    if (baseUrl === null) return null;
    const looked = await check.mutateAsync(endpoint);
    return "models" in looked ? looked.models : null;
  };
  const submit = async () => {
    if (name.trim() === "" || baseUrl === null) return;
    const listed =
      ids.length > 0
        ? ids.map((id) => ({ id, name: id }))
        : found !== null && "models" in found
          ? found.models
          : await look();
    // What could not be looked at is not kept: the dialog says why, and what to do.
    if (listed === null || listed.length === 0) return;
    onSave({
      id: connection?.id ?? crypto.randomUUID(),
      name: name.trim(),
      ...endpoint,
      modelIds: ids.length > 0 ? ids : null,
      models: listed,
    });
  };
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    submitForm(event.currentTarget, () => {
      setTried(true);
      void submit();
    });
  };

  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={connection === null ? t("addTitle") : t("editTitle")}
      footer={
        <>
          <Button look="quiet" onPress={onClose}>
            {common("cancel")}
          </Button>
          <Button
            isPending={check.isPending}
            onPress={() => {
              setTried(true);
              void look();
            }}
          >
            {t("check")}
          </Button>
          <Button look="primary" type="submit" form={formId} isPending={check.isPending}>
            {t("save")}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={onSubmit} className="flex flex-col gap-4">
        <TextField
          label={t("name")}
          placeholder={t("namePlaceholder")}
          autoFocus
          maxLength={100}
          value={name}
          onChange={setName}
          error={tried && name.trim() === "" ? t("missingName") : undefined}
        />
        <TextField
          label={t("address")}
          description={t("addressHint")}
          placeholder={t("addressPlaceholder")}
          inputMode="url"
          autoComplete="off"
          value={address}
          onChange={setAddress}
          error={tried && baseUrl === null ? t("badAddress") : undefined}
        />
        <PasswordField
          label={t("key")}
          description={t("keyHint")}
          autoComplete="off"
          value={key}
          onChange={setKey}
        />
        <TextField
          label={t("modelIds")}
          description={t("modelIdsHint")}
          autoComplete="off"
          value={named}
          onChange={setNamed}
        />
        <div ref={outcome} aria-live="polite">
          {found === null ? null : <CheckOutcome found={found} name={name.trim() || address} />}
        </div>
      </form>
    </Dialog>
  );
}
