"use client";

import { type Ref, useEffect, useImperativeHandle, useRef, useState } from "react";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { OpenEditor } from "./setup.ts";

export type CodeEditorHandle = Pick<OpenEditor, "goTo">;

type CodeEditorProps = {
  ref?: Ref<CodeEditorHandle>;
  /** Names the file for TypeScript. */
  path: string;
  label: string;
  text: string;
  isReadOnly?: boolean;
  onChange?: (text: string) => void;
  onSave?: () => void;
};

const nothing = () => undefined;

/** TypeScript with completions and errors. What it is made of is loaded when it is first shown. */
export function CodeEditor({
  ref,
  path,
  label,
  text,
  isReadOnly = false,
  onChange = nothing,
  onSave = nothing,
}: CodeEditorProps) {
  const box = useRef<HTMLDivElement>(null);
  const editor = useRef<OpenEditor | null>(null);
  const latest = useRef({ text, onChange, onSave });
  const [state, setState] = useState<"loading" | "ready" | { problem: unknown }>("loading");
  useEffect(() => {
    latest.current = { text, onChange, onSave };
    editor.current?.setText(text);
  }, [text, onChange, onSave]);
  useEffect(() => {
    let isCurrent = true;
    import("./setup.ts").then(
      ({ openEditor }) => {
        if (!isCurrent || box.current === null) return;
        editor.current = openEditor({
          parent: box.current,
          path,
          label,
          isReadOnly,
          text: latest.current.text,
          onChange: (changed) => latest.current.onChange(changed),
          onSave: () => latest.current.onSave(),
        });
        setState("ready");
      },
      (problem: unknown) => setState({ problem }),
    );
    return () => {
      isCurrent = false;
      editor.current?.close();
      editor.current = null;
    };
  }, [path, label, isReadOnly]);
  useImperativeHandle(ref, () => ({
    goTo: (line, column) => editor.current?.goTo(line, column),
  }));
  if (typeof state === "object") throw state.problem;
  return (
    <div className="relative h-full min-h-64 overflow-hidden rounded-md border border-line">
      {state === "loading" ? <Skeleton className="absolute inset-0" /> : null}
      <div ref={box} className="h-full" />
    </div>
  );
}
