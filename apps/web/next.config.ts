import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./src/i18n/request.ts");

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // `tsc -p .` checks the types; the build only strips them.
  typescript: { ignoreBuildErrors: true },
  transpilePackages: ["@parley/core", "geist"],
  experimental: {
    // `forbidden()` answers 403 with app/forbidden.tsx.
    authInterrupts: true,
    optimizePackageImports: ["lucide-react"],
  },
};

export default withNextIntl(config);
