import { javascript } from "@codemirror/lang-javascript";
import { unifiedMergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { theme } from "./theme.ts";

const look = EditorView.theme({
  ".cm-deletedChunk": { backgroundColor: "color-mix(in oklab, var(--broken) 12%, transparent)" },
  "&.cm-merge-b .cm-changedLine, .cm-changedLine": {
    backgroundColor: "color-mix(in oklab, var(--good) 12%, transparent)",
  },
  "& .cm-deletedChunk .cm-deletedText, & .cm-changedText": {
    background: "none",
    textDecoration: "none",
    fontWeight: "600",
  },
  ".cm-collapsedLines": {
    background: "var(--hover)",
    color: "var(--muted)",
    padding: "2px 8px",
    // The library's signs are in few fonts.
    "&:before, &:after": { content: '"·"' },
  },
});

export type ComparisonOptions = {
  parent: HTMLElement;
  label: string;
  before: string;
  after: string;
};

/** Shows what was changed from one source to another; the returned function closes it. */
export function openComparison({ parent, label, before, after }: ComparisonOptions): () => void {
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: after,
      extensions: [
        lineNumbers(),
        javascript({ typescript: true }),
        theme,
        look,
        EditorState.readOnly.of(true),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
        unifiedMergeView({
          original: before,
          mergeControls: false,
          gutter: true,
          collapseUnchanged: { margin: 3, minSize: 6 },
        }),
      ],
    }),
  });
  return () => view.destroy();
}
