import { readFileSync } from "node:fs";
import { afterAll, expect, it } from "vitest";
import { facts, filterSource, loaded, never, newHost, noTools } from "../testing/host-world.ts";
import { familyOf } from "./memory.ts";

const host = newHost({ outerLayer: false });
afterAll(() => host.close());

it("a function's process has nothing in its environment but what is meant for it", async () => {
  const fn = await loaded(host, filterSource("inlet() {}"));
  const session = host.open(fn, facts, noTools);
  await session.call("inlet", { body: {} }, never);
  const own = familyOf(process.pid).filter((pid) =>
    readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("runner.js"),
  );
  const names = own.map((pid) =>
    readFileSync(`/proc/${pid}/environ`, "utf8")
      .split("\0")
      .flatMap((entry) => (entry === "" ? [] : [entry.split("=")[0]]))
      .toSorted(),
  );
  session.close();
  expect(names).toEqual([["DENO_DIR", "DENO_NO_UPDATE_CHECK", "NO_COLOR"]]);
});
