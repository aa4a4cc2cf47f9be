import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { bracketMatching, indentOnInput } from "@codemirror/language";
import { lintGutter, lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { theme } from "./theme.ts";
import { typed } from "./typed.ts";
import { typeServer } from "./types.ts";

export type EditorOptions = {
  parent: HTMLElement;
  /** Names the file for TypeScript; two editors with one name are one file. */
  path: string;
  text: string;
  label: string;
  isReadOnly: boolean;
  onChange: (text: string) => void;
  onSave: () => void;
};

export type OpenEditor = {
  /** Replaces the text, when it is another. */
  setText(text: string): void;
  /** Puts the cursor there, and the focus; counts from 1. */
  goTo(line: number, column: number): void;
  close(): void;
};

/** An editor for TypeScript. Types come as soon as their worker has them; until then it is one without. */
export function openEditor(options: EditorOptions): OpenEditor {
  const types = new Compartment();
  const view = new EditorView({
    parent: options.parent,
    state: EditorState.create({ doc: options.text, extensions: [base(options), types.of([])] }),
  });
  let isOpen = true;
  typeServer().then(
    async (worker) => {
      await worker.updateFile({ path: options.path, code: view.state.doc.toString() });
      if (!isOpen) return;
      view.dispatch({ effects: types.reconfigure(typed(worker, options.path)) });
      // Something may have been typed meanwhile.
      await worker.updateFile({ path: options.path, code: view.state.doc.toString() });
    },
    // Without types it is still an editor; saving tells what is wrong.
    () => view.dom.setAttribute("data-types", "missing"),
  );
  return {
    setText(text) {
      const { doc } = view.state;
      if (doc.toString() === text) return;
      view.dispatch({ changes: { from: 0, to: doc.length, insert: text } });
    },
    goTo(line, column) {
      const { doc } = view.state;
      const { from, to } = doc.line(Math.min(Math.max(line, 1), doc.lines));
      const anchor = Math.min(from + Math.max(column - 1, 0), to);
      view.dispatch({ selection: { anchor }, scrollIntoView: true });
      view.focus();
    },
    close() {
      isOpen = false;
      view.destroy();
    },
  };
}

function base({ label, isReadOnly, onChange, onSave }: EditorOptions): Extension {
  const save = () => {
    onSave();
    return true;
  };
  return [
    lineNumbers(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    history(),
    drawSelection(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    highlightSelectionMatches(),
    lintGutter(),
    javascript({ typescript: true }),
    theme,
    EditorState.tabSize.of(2),
    EditorState.readOnly.of(isReadOnly),
    EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
    EditorView.lineWrapping,
    EditorView.updateListener.of((update) => {
      if (update.docChanged) onChange(update.state.doc.toString());
    }),
    keymap.of([
      { key: "Mod-s", run: save, preventDefault: true },
      ...closeBracketsKeymap,
      ...searchKeymap,
      ...lintKeymap,
      ...historyKeymap,
      ...defaultKeymap,
      // Escape, then Tab leaves the editor.
      indentWithTab,
    ]),
  ];
}
