/**
 * The arrows of ARCHITECTURE.md, as errors: apps/web → api, upstreams, identity, db → core.
 * A comment tells what to do instead.
 */

/** Everything but tests and what only they use. */
const TEST = "\\.test\\.[cm]?[jt]sx?$|/testing/|/__fixtures__/";
const TYPES_ONLY = ["type-only"];

/**
 * Packages of the server that stand beside each other and must not know each other.
 * @param {string} name
 * @param {string[]} allowed which of the others it may use
 */
function sibling(name, allowed = []) {
  const others = ["api", "db", "identity", "upstreams"].filter(
    (other) => other !== name && !allowed.includes(other),
  );
  return {
    name: `${name}-stands-alone`,
    severity: "error",
    comment: `packages/${name} reaches a package beside it. Let core own the port, let the other package implement it, and let apps/web put them together.`,
    from: { path: `^packages/${name}/`, pathNot: TEST },
    to: { path: `^(?:packages|node_modules/@parley)/(?:${others.join("|")})/` },
  };
}

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    {
      name: "core-is-framework-free",
      severity: "error",
      comment:
        "core imports nothing but zod. Name what core needs as a port in packages/core/src/ports, and let a package around it implement the port.",
      from: { path: "^packages/core/src/", pathNot: TEST },
      to: { pathNot: "^packages/core/src/|node_modules/zod/" },
    },
    sibling("api"),
    sibling("db"),
    sibling("identity", ["db"]),
    sibling("upstreams"),
    {
      name: "only-db-knows-prisma",
      severity: "error",
      comment:
        "Prisma and the PostgreSQL driver are db's business. Use a port of core, and let packages/db implement it.",
      from: { path: "^(?:packages|apps)/", pathNot: "^packages/db/|^packages/identity/" },
      to: { path: "node_modules/(?:@prisma/|prisma/|pg/|\\.prisma/)" },
    },
    {
      name: "pages-import-server-types-only",
      severity: "error",
      comment:
        "Code of the page reaches a package of the server, which would end up in the browser. Import its types (import type), or use what @parley/core exports.",
      from: {
        path: "^apps/web/src/(?:app|components|hooks|i18n|lib)/",
        pathNot: TEST,
      },
      to: {
        path: "^packages/(?:api|db|identity|upstreams)/|^apps/web/src/server/",
        dependencyTypesNot: TYPES_ONLY,
        pathNot: "^apps/web/src/server/bridge\\.ts$",
      },
    },
    {
      name: "nothing-leans-on-tests",
      severity: "error",
      comment:
        "e2e and proof hold programmes for tests. Move what is shared into a package, with its tests.",
      from: { path: "^(?:packages|apps)/", pathNot: TEST },
      to: { path: "^(?:e2e|proof)/" },
    },
    {
      name: "no-test-code-in-the-product",
      severity: "error",
      comment:
        "A fake or a helper of tests is used by the product. Give the product a part of its own.",
      from: { path: "^(?:packages|apps)/", pathNot: TEST },
      to: { path: TEST },
    },
    {
      name: "packages-have-doors",
      severity: "error",
      comment:
        "A path into another package goes around its exports. Import @parley/NAME, and export there what is missing.",
      from: { path: "^((?:packages|apps)/[^/]+|e2e|proof|scripts)/" },
      to: {
        path: "^(?:packages|apps)/[^/]+/|^(?:e2e|proof|scripts)/",
        pathNot: "^$1/",
        dependencyTypes: ["local"],
      },
    },
    {
      name: "no-cycles",
      severity: "error",
      comment: "These modules can't be understood one at a time. Move what both need into a third.",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: TYPES_ONLY } },
    },
    {
      name: "imports-resolve",
      severity: "error",
      comment: "The module isn't there. Name the dependency in this package's own package.json.",
      from: {},
      to: {
        couldNotResolve: true,
        // Next provides these while it builds.
        pathNot: "^(?:server-only|client-only)$|\\.css$|^geist/",
      },
    },
    {
      name: "dependencies-are-declared",
      severity: "error",
      comment:
        "The package works by luck: another one brought it. Name it in this package's own package.json.",
      from: { path: "^(?:packages|apps|e2e|proof)/" },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    },
  ],
  options: {
    // TypeScript 7 has no parser to lend, and swc tells imports of types from the others.
    parser: "swc",
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "/generated/|\\.next/|\\.turbo/" },
    moduleSystems: ["es6"],
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".mts", ".js", ".json", ".d.ts"],
      mainFields: ["module", "main", "types"],
    },
  },
};
