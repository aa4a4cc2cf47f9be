import { chmod, cp, mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { testLog } from "../testing/index.ts";
import { type Binaries, packaged, withinReach } from "./binaries.ts";
import { chooseOwner } from "./owner.ts";
import { run } from "./run.ts";

let folder: string;
let copies: string;
let hidden: Binaries;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "parley-binaries-"));
  copies = await mkdtemp(join(tmpdir(), "parley-copies-"));
  await chmod(copies, 0o755);
  const { postgres } = await packaged();
  const package_ = dirname(dirname(dirname(postgres)));
  // mkdtemp makes folders of mode 0700: only their owner can enter.
  const inside = join(folder, "package");
  await mkdir(inside);
  await cp(join(package_, "package.json"), join(inside, "package.json"));
  await cp(join(package_, "native"), join(inside, "native"), {
    recursive: true,
    verbatimSymlinks: true,
  });
  const bin = join(inside, "native", "bin");
  hidden = { initdb: join(bin, "initdb"), postgres: join(bin, "postgres") };
});
afterEach(async () => {
  await rm(folder, { recursive: true });
  await rm(copies, { recursive: true });
});

describe("withinReach", () => {
  it("copies programs once for an account that can't reach them, and only then", async () => {
    const owner = await chooseOwner(join(folder, "none"));
    const options = { owner, log: testLog, copyParents: [join(folder, "none", "\0"), copies] };
    const found = await withinReach(hidden, options);
    const { output } = await run(found.postgres, ["--version"], { owner, cwd: "/" });
    expect(output).toContain("postgres (PostgreSQL) 18");
    expect(found.postgres === hidden.postgres).toBe(owner === null);
    expect(await withinReach(hidden, options)).toEqual(found);
    expect(await readdir(copies)).toHaveLength(owner === null ? 0 : 1);
  });

  it("opens its copies to the account under whatever umask they are made", async () => {
    const owner = await chooseOwner(join(folder, "none"));
    const before = process.umask(0o077);
    try {
      const options = { owner, log: testLog, copyParents: [join(copies, "private")] };
      const found = await withinReach(hidden, options);
      const { code } = await run(found.postgres, ["--version"], { owner, cwd: "/" });
      expect(code).toBe(0);
    } finally {
      process.umask(before);
    }
  });
});
