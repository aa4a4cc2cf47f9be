import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

/**
 * Lays a compressed copy beside every script and style of the build, so that the server never
 * compresses the same bytes twice. Quality 5 is near to the best and ten times as fast.
 */
const folder = path.resolve(import.meta.dirname, "../.next/static");
const compressible = /\.(?:css|js|json|svg|txt)$/;

const encodings = [
  {
    suffix: ".br",
    encode: (bytes: Buffer) =>
      promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  },
  { suffix: ".gz", encode: (bytes: Buffer) => promisify(gzip)(bytes) },
];

const names = (await readdir(folder, { recursive: true })).filter((name) =>
  compressible.test(name),
);
await Promise.all(
  names.map(async (name) => {
    const file = path.join(folder, name);
    const bytes = await readFile(file);
    for (const { suffix, encode } of encodings) {
      await writeFile(`${file}${suffix}`, await encode(bytes));
    }
  }),
);
