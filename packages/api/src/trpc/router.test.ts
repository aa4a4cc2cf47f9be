import { audiences } from "@parley/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { appRouter } from "./router.ts";

const declaration = z.object({ meta: z.object({ audience: z.enum(audiences) }) });

const open = new Set(["setup.state", "me.get"]);
const forAdmins =
  /^(connections|pipelines|people|settings|groups|models\.(?!(?:list|mine|change)$)|functions\.(?!(?:status|forModel|mine|setUserValves|runAction)$))/;

describe("procedures", () => {
  const procedures = Object.entries(appRouter._def.procedures).map(([path, procedure]) => ({
    path,
    procedure,
  }));

  it("exist", () => {
    expect(procedures.length).toBeGreaterThan(20);
  });

  it.each(procedures)("$path declares who may call it", ({ path, procedure }) => {
    const { audience } = declaration.parse(Reflect.get(procedure, "_def")).meta;
    if (forAdmins.test(path)) expect(audience).toBe("admin");
    else if (!open.has(path)) expect(audience).toBe("member");
  });
});
