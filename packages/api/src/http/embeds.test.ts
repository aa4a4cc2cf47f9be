import type { Principal } from "@parley/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { serveWorld } from "../testing/serve-world.ts";

const ada: Principal = {
  ...{ userId: "ada", name: "ada", email: "ada@example.org", role: "user", via: "session" },
};
const html = "<!doctype html><script>document.body.textContent = origin</script>";

let world: Awaited<ReturnType<typeof serveWorld>>;
beforeEach(async () => {
  world = await serveWorld();
  const turn = { chatId: "c", questionId: "q", parentId: null, content: "Hi", model: "m" };
  await world.services.turns.send(ada, { ...turn, answerId: "a" });
  const embeds = [{ title: "Chart", html }];
  await world.chats.upsertMessage("ada", "c", "a", { metadata: { embeds } });
});
afterEach(() => world.stop());

const get = (path: string, who = "ada") =>
  fetch(`${world.url}/api/chat/embeds/${path}`, {
    headers: who === "" ? {} : { authorization: `Bearer ${who}` },
  });

describe("a page that an action left with a message", () => {
  it("comes as it is, with headers that keep it apart from all of Parley", async () => {
    const response = await get("c/a/0?v=1");
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(html);
    const policy = response.headers.get("content-security-policy")?.split("; ");
    expect(policy).toEqual(
      expect.arrayContaining([
        "sandbox allow-scripts",
        "default-src 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
      ]),
    );
    expect(policy?.join()).not.toContain("same-origin");
    expect(response.headers.get("x-frame-options")).toBe("SAMEORIGIN");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  });

  it.each([
    ["somebody else's", "c/a/0", "bob", 404],
    ["nobody's", "c/a/0", "", 401],
    ["one that is not there", "c/a/1", "ada", 404],
    ["a number that is none", "c/a/first", "ada", 404],
    ["a message without any", "c/q/0", "ada", 404],
    ["another path", "c/a/0/more", "ada", 404],
  ])("is not given out as %s", async (...[, path, who, status]) => {
    const response = await get(path, who);
    expect(response.status).toBe(status);
    expect(await response.text()).not.toContain("script");
  });
});
