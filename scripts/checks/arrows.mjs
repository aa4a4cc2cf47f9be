/**
 * The arrows of ARCHITECTURE.md: apps/web → api, functions, upstreams, identity, db → core. Each rule names the
 * imports that go against one, and what to do instead.
 * @typedef {import("./imports.mjs").Import} Import
 * @typedef {{ name: string, fix: string, isBroken: (imported: Import) => boolean }} Arrow
 */

/** Tests and what only they use may reach further than the product. */
const TEST = /\.test\.[cm]?[jt]sx?$|\/testing\/|\/__fixtures__\/|\/test-[^/]+$/;
const PRODUCT = /^(?:packages|apps)\//;
const SERVER_PACKAGES = /^packages\/(?:api|db|functions|identity|upstreams)\//;
/** What Next bundles for the browser. */
const PAGE = /^apps\/web\/src\/(?:app|components|hooks|i18n|lib)\//;
/** The one module through which a page asks the server that it runs in. */
const BRIDGE = "apps/web/src/server/bridge.ts";

const isProduct = (/** @type {string} */ file) => PRODUCT.test(file) && !TEST.test(file);

/**
 * A package of the server must not know those beside it.
 * @param {string} name
 * @param {RegExp} others
 * @returns {Arrow}
 */
function alone(name, others) {
  return {
    name: `${name} stands alone`,
    fix: "let core own the port, let the other package implement it, and put them together in apps/web",
    isBroken: ({ from, to }) =>
      from.startsWith(`packages/${name}/`) && !TEST.test(from) && others.test(to),
  };
}

/** @type {Arrow[]} */
export const arrows = [
  {
    name: "core is framework-free",
    fix: "core imports nothing but zod: name what it needs as a port in packages/core/src/ports, and implement it in a package around core",
    isBroken: ({ from, to }) =>
      from.startsWith("packages/core/src/") &&
      !TEST.test(from) &&
      !to.startsWith("packages/core/src/") &&
      to !== "npm:zod",
  },
  alone("api", /^packages\/(?:db|functions|identity|upstreams)\//),
  alone("db", /^packages\/(?:api|functions|identity|upstreams)\//),
  alone("identity", /^packages\/(?:api|functions|upstreams)\//),
  alone("upstreams", /^packages\/(?:api|db|functions|identity)\//),
  alone("functions", /^packages\/(?:api|db|identity|upstreams)\//),
  {
    name: "only db knows Prisma",
    fix: "use a port of core, and let packages/db implement it",
    isBroken: ({ from, to }) =>
      isProduct(from) &&
      !/^packages\/(?:db|identity)\//.test(from) &&
      /^npm:(?:@prisma\/|prisma$|pg$)/.test(to),
  },
  {
    name: "a page imports only types from the server",
    fix: "write `import type`, or use what @parley/core exports: the module would end up in the browser",
    isBroken: ({ from, to, typeOnly }) =>
      PAGE.test(from) &&
      !TEST.test(from) &&
      !typeOnly &&
      to !== BRIDGE &&
      (SERVER_PACKAGES.test(to) || to.startsWith("apps/web/src/server/")),
  },
  {
    name: "nothing leans on tests",
    fix: "move what is shared into a package, with its tests",
    isBroken: ({ from, to }) =>
      isProduct(from) && (/^(?:e2e|proof)\//.test(to) || (isWorkspace(to) && TEST.test(to))),
  },
  {
    name: "packages have doors",
    fix: "import @parley/NAME, and export there what is missing",
    isBroken: ({ from, to, specifier }) =>
      isWorkspace(to) &&
      (to.endsWith("(no export)") || (specifier.startsWith(".") && home(from) !== home(to))),
  },
];

/** @param {string} target */
function isWorkspace(target) {
  return !/^(?:npm|node):/.test(target);
}

/**
 * The package that a file belongs to.
 * @param {string} file
 */
function home(file) {
  const parts = file.split("/");
  return parts.slice(0, PRODUCT.test(file) ? 2 : 1).join("/");
}
