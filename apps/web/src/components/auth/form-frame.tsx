"use client";

import Link from "next/link";
import type { FormEvent, ReactNode } from "react";
import { Notice } from "#components/ui/notice.tsx";
import { submitForm } from "#lib/submit-form.ts";

type FormFrameProps = {
  title: string;
  intro?: string;
  problem: string | undefined;
  onSubmit: () => void;
  children: ReactNode;
  /** The way to the other form. */
  other?: { question: string; link: string; href: string };
};

/** What the sign-in and the sign-up form share. */
export function FormFrame({ title, intro, problem, onSubmit, children, other }: FormFrameProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    submitForm(event.currentTarget, onSubmit);
  };
  return (
    <>
      <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
      {intro === undefined ? null : <p className="mt-2 text-pretty text-muted">{intro}</p>}
      <form noValidate onSubmit={submit} className="mt-6 flex flex-col gap-4">
        {problem === undefined ? null : <Notice tone="broken">{problem}</Notice>}
        {children}
      </form>
      {other === undefined ? null : (
        <p className="mt-6 text-muted">
          {other.question}{" "}
          <Link
            href={other.href}
            className="rounded-xs font-medium text-accent underline-offset-4 hover:underline"
          >
            {other.link}
          </Link>
        </p>
      )}
    </>
  );
}
