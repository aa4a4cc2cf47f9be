import type {
  FunctionFigures,
  FunctionHost,
  FunctionKind,
  FunctionManifest,
  StoredFunction,
} from "../ports/functions.ts";

/** A function as an admin sees it in the list. */
export type FunctionView = {
  id: string;
  kind: FunctionKind;
  enabled: boolean;
  /** Of filters and actions: for every model. */
  global: boolean;
  /** Counts from 1, with every change of the source. */
  version: number;
  manifest: FunctionManifest;
  /** The file in the functions folder that it comes from; null: it was made on the page. */
  file: string | null;
  /** Shipped with Parley. */
  shipped: boolean;
  /** What keeps it from working, as a sentence; null: nothing. */
  problem: string | null;
  figures: FunctionFigures;
  createdAt: number;
  updatedAt: number;
};

export type FunctionDetail = FunctionView & { source: string };

/** What a source says about itself, or why it can't be a function. */
export type FunctionCheck =
  | { ok: true; manifest: FunctionManifest }
  /** `available`: false when functions can't run here, so that nothing is known about the source. */
  | { ok: false; message: string; available: boolean };

export function viewOf(
  fn: StoredFunction,
  host: Pick<FunctionHost, "status" | "figures">,
  problem: string | null,
): FunctionView {
  const { id, enabled, global, version, manifest, file, shipped, createdAt, updatedAt } = fn;
  const figures = host.figures(id);
  const status = host.status();
  const broken = figures.state === "broken" ? figures.reason : null;
  return {
    ...{ id, kind: manifest.kind, enabled, global, version, manifest, file },
    shipped: shipped !== null,
    problem: problem ?? (status.available ? broken : status.reason),
    figures,
    ...{ createdAt, updatedAt },
  };
}

export function detailOf(view: FunctionView, { source }: StoredFunction): FunctionDetail {
  return { ...view, source };
}
