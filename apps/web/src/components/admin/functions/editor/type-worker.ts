import { createSystem, createVirtualTypeScriptEnvironment } from "@typescript/vfs";
import { createWorker } from "@valtown/codemirror-ts/worker";
import { expose } from "comlink";
import ts from "typescript-for-pages";
import files from "./types.generated.json" with { type: "json" };

/** TypeScript beside the page: it knows the SDK, zod, and what a worker of the web has. */
expose(
  createWorker(() =>
    createVirtualTypeScriptEnvironment(createSystem(new Map(Object.entries(files))), [], ts, {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      moduleDetection: ts.ModuleDetectionKind.Force,
      allowImportingTsExtensions: true,
      lib: ["lib.esnext.d.ts", "lib.webworker.d.ts"],
      types: [],
      noEmit: true,
      skipLibCheck: true,
      strict: true,
    }),
  ),
);
