import { autocompletion, type CompletionContext } from "@codemirror/autocomplete";
import { linter } from "@codemirror/lint";
import type { Extension } from "@codemirror/state";
import { EditorView, hoverTooltip, type Tooltip } from "@codemirror/view";
import type { WorkerShape } from "@valtown/codemirror-ts/worker";

/** Errors that would say nothing here: a value that is only kept, for one. */
const unimportant = [6133];

/**
 * What TypeScript's worker knows, in an editor. The library's own extensions come in one module with those
 * that run TypeScript in the page: its megabytes would be fetched twice.
 */
export function typed(worker: WorkerShape, path: string): Extension {
  return [
    EditorView.updateListener.of((update) => {
      if (update.docChanged) void worker.updateFile({ path, code: update.state.doc.toString() });
    }),
    linter(() => worker.getLints({ path, diagnosticCodesToIgnore: unimportant })),
    hoverTooltip(async (_view, pos): Promise<Tooltip | null> => {
      const found = await worker.getHover({ path, pos });
      if (!found) return null;
      const parts = found.quickInfo?.displayParts ?? [];
      const text = parts.map((part) => part.text).join("");
      return { pos: found.start, end: found.end, create: () => ({ dom: withText(text) }) };
    }),
    autocompletion({
      override: [
        ({ pos, explicit }: CompletionContext) =>
          worker.getAutocompletion({ path, context: { pos, explicit } }),
      ],
    }),
  ];
}

function withText(text: string): HTMLElement {
  const box = document.createElement("div");
  box.textContent = text;
  return box;
}
