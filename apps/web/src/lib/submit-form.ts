import { flushSync } from "react-dom";

/** Submits, and leads the focus to the first field with a problem if that is what came of it. */
export function submitForm(form: HTMLFormElement, submit: () => void): void {
  flushSync(submit);
  form.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
}
