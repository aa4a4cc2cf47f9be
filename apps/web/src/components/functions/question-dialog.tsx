"use client";

import type { FunctionQuestion } from "@parley/core";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { submitForm } from "#lib/submit-form.ts";
import { type Asked, QuestionField } from "./question-field.tsx";

type QuestionDialogProps = {
  /** Name of the function. */
  from: string;
  question: FunctionQuestion;
  /** How many more wait. */
  others: number;
  /** Null: declined. */
  onAnswer: (answer: boolean | string | null) => void;
};

/** A question of a function: yes or no, or something to fill in. Closing it declines. */
export function QuestionDialog({ from, question, others, onAnswer }: QuestionDialogProps) {
  const t = useTranslations("chat.question");
  const formId = useId();
  const { title, message } = question.data;
  const footer =
    question.type === "confirmation" ? (
      <>
        <Button look="quiet" onPress={() => onAnswer(false)}>
          {t("no")}
        </Button>
        <Button look="primary" autoFocus onPress={() => onAnswer(true)}>
          {t("yes")}
        </Button>
      </>
    ) : (
      <>
        <Button look="quiet" onPress={() => onAnswer(null)}>
          {t("cancel")}
        </Button>
        <Button look="primary" type="submit" form={formId}>
          {t("answer")}
        </Button>
      </>
    );
  return (
    <Dialog
      isOpen
      onOpenChange={() => onAnswer(null)}
      title={title === "" ? t("untitled", { name: from }) : title}
      // A click beside it must not answer.
      role="alertdialog"
      size="sm"
      footer={footer}
    >
      <div className="flex flex-col gap-4">
        <div>
          <p className="text-note text-muted">
            {t("from", { name: from })}
            {others === 0 ? null : ` ${t("others", { count: others })}`}
          </p>
          {message === "" ? null : (
            <p className="mt-1 whitespace-pre-wrap text-text wrap-anywhere">{message}</p>
          )}
        </div>
        {question.type === "input" ? (
          <InputForm formId={formId} asked={question.data} onAnswer={onAnswer} />
        ) : null}
      </div>
    </Dialog>
  );
}

type InputFormProps = { formId: string; asked: Asked; onAnswer: (answer: string) => void };

function InputForm({ formId, asked, onAnswer }: InputFormProps) {
  const t = useTranslations("chat.question");
  const { options, kind, value: given = "" } = asked;
  const [value, setValue] = useState(options === undefined || options.includes(given) ? given : "");
  const [tried, setTried] = useState(false);
  const problem =
    options !== undefined && !options.includes(value)
      ? t("chooseOne")
      : kind === "number" && (value.trim() === "" || !Number.isFinite(Number(value)))
        ? t("notNumber")
        : null;
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    submitForm(event.currentTarget, () => {
      setTried(true);
      if (problem === null) onAnswer(kind === "number" ? value.trim() : value);
    });
  };
  return (
    <form id={formId} noValidate onSubmit={onSubmit}>
      <QuestionField
        asked={asked}
        value={value}
        onChange={setValue}
        problem={tried ? (problem ?? undefined) : undefined}
      />
    </form>
  );
}
