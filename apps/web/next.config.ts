import { createRequire } from "node:module";
import { relative } from "node:path";
import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./src/i18n/request.ts");

/**
 * HeroUI's classes are in a layer below the utilities, so nothing has to be merged: without
 * tailwind-merge every page is 9 KB lighter. Turbopack wants the path from this folder.
 */
function lightVariants(): string {
  const here = createRequire(import.meta.url);
  const heroui = createRequire(here.resolve("@heroui/styles/components/button"));
  return `./${relative(import.meta.dirname, heroui.resolve("tailwind-variants/lite"))}`;
}

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // `tsc -p .` checks the types; the build only strips them.
  typescript: { ignoreBuildErrors: true },
  transpilePackages: ["@parley/core", "geist"],
  turbopack: {
    resolveAlias: {
      "tailwind-variants": lightVariants(),
      "tailwind-merge": "./src/components/chat/markdown/join-classes.ts",
      // TypeScript 7 has no interface for JavaScript: what runs it in the page is given 6.
      typescript: "typescript-for-pages",
    },
  },
  experimental: {
    // `forbidden()` answers 403 with app/forbidden.tsx.
    authInterrupts: true,
    optimizePackageImports: ["lucide-react"],
  },
};

export default withNextIntl(config);
