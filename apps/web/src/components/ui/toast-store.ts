import type { Tone } from "./notice.tsx";

export type ToastRequest = {
  title: string;
  description?: string;
  tone?: Tone;
  /** How long it stays; 0 keeps it until it is dismissed. Default 5000. */
  timeoutMs?: number;
};

const waiting: ToastRequest[] = [];
const listeners = new Set<() => void>();
let everWanted = false;

/** Says something that needs no answer, at the page's lower edge. */
export function notify(request: ToastRequest): void {
  waiting.push(request);
  everWanted = true;
  for (const listener of listeners) listener();
}

export function onToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function hasToasts(): boolean {
  return everWanted;
}

/** Takes what was said and is not shown yet. */
export function takeToasts(): ToastRequest[] {
  return waiting.splice(0);
}
