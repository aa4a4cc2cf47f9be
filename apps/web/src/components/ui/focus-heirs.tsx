"use client";

import {
  createContext,
  type ReactNode,
  type RefObject,
  use,
  useCallback,
  useEffect,
  useRef,
} from "react";

type Leave = (control: string, id: string) => void;
type Leaving = { element: HTMLElement; control: string; place: number };

const LeaveContext = createContext<Leave>(() => undefined);

/** Marks a control that goes together with what it acts on: the `control` of `id`. */
export function heirMark(control: string, id: string) {
  return { "data-heir": control, "data-heir-of": id };
}

/** Announces that a marked control is about to go, and that the focus then belongs to its heir. */
export function useLeave(): Leave {
  return use(LeaveContext);
}

type FocusHeirsProps = {
  /** Gets the focus when no control of the same kind is left. */
  fallback: RefObject<HTMLElement | null>;
  children: ReactNode;
};

/**
 * A browser drops the focus when the element that has it goes. Here it passes on to the same control
 * of the next row, so that a list can be worked through with the keyboard.
 */
export function FocusHeirs({ fallback, children }: FocusHeirsProps) {
  const leaving = useRef<Leaving | null>(null);
  const leave = useCallback<Leave>((control, id) => {
    const all = marked(control);
    const place = all.findIndex(({ dataset }) => dataset.heirOf === id);
    const element = all[place];
    leaving.current = element === undefined ? null : { element, control, place };
  }, []);

  // The row goes with any later render, and sometimes before the question about it.
  useEffect(() => {
    const left = leaving.current;
    if (left === null || left.element.isConnected) return;
    const focused = document.activeElement;
    if (focused?.closest("[role=dialog], [role=alertdialog]")) return;
    leaving.current = null;
    if (focused !== document.body) return;
    const heirs = marked(left.control);
    (heirs[left.place] ?? heirs.at(-1) ?? fallback.current)?.focus();
  });

  return <LeaveContext value={leave}>{children}</LeaveContext>;
}

function marked(control: string): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(`[data-heir="${control}"]`)];
}
