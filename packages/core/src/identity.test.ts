import { describe, expect, it } from "vitest";
import { type Audience, admit, type Principal, type UserRole } from "./identity.ts";

const principal = (role: UserRole): Principal => ({
  userId: "u",
  name: "U",
  email: "u@example.org",
  role,
  via: "session",
});

/** The error code each caller meets, or null where the caller is let in. */
const rules: [Audience, Record<UserRole | "nobody", string | null>][] = [
  ["anyone", { nobody: null, pending: null, user: null, admin: null }],
  ["signed-in", { nobody: "unauthenticated", pending: null, user: null, admin: null }],
  ["member", { nobody: "unauthenticated", pending: "pending", user: null, admin: null }],
  ["admin", { nobody: "unauthenticated", pending: "pending", user: "forbidden", admin: null }],
];

describe("admit", () => {
  const cases = rules.flatMap(([audience, callers]) =>
    Object.entries(callers).map(([caller, code]) => ({ audience, caller, code })),
  );
  it.each(cases)("$audience × $caller → $code", ({ audience, caller, code }) => {
    const who = (["admin", "user", "pending"] as const).find((role) => role === caller);
    const run = () => admit(audience, who ? principal(who) : null);
    if (code === null) expect(run).not.toThrow();
    else expect(run).toThrow(expect.objectContaining({ code }));
  });
});
