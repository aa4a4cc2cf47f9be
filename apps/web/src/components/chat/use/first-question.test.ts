import type { AppRouter } from "@parley/api";
import { createTRPCClient, httpLink } from "@trpc/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { askFirst, fetchFirst, messagesPerPage } from "./first-question.ts";

const answer = (title: string) => Response.json({ result: { data: { title } } });

describe("the first question of a page", () => {
  const server = vi.fn<(url: string) => Promise<Response>>();
  const client = createTRPCClient<AppRouter>({
    links: [httpLink({ url: "/api/trpc", fetch: (url) => fetchFirst(String(url)) })],
  });
  const open = (chatId: string) => client.chats.open.query({ chatId, limit: messagesPerPage });

  beforeEach(() => {
    server.mockReset();
    vi.stubGlobal("fetch", server);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("is asked once: tRPC takes the answer that was asked for early", async () => {
    server.mockResolvedValueOnce(answer("early"));
    askFirst("chat-1");
    expect(await open("chat-1")).toEqual({ title: "early" });
    expect(server).toHaveBeenCalledTimes(1);
  });

  it("is asked anew the second time, because its answer may be old", async () => {
    server.mockResolvedValueOnce(answer("early")).mockResolvedValueOnce(answer("new"));
    askFirst("chat-1");
    await open("chat-1");
    expect(await open("chat-1")).toEqual({ title: "new" });
  });

  it("is no answer for another chat, and is then forgotten", async () => {
    server.mockResolvedValueOnce(answer("early"));
    server.mockResolvedValueOnce(answer("other")).mockResolvedValueOnce(answer("new"));
    askFirst("chat-1");
    expect(await open("chat-2")).toEqual({ title: "other" });
    expect(await open("chat-1")).toEqual({ title: "new" });
  });

  it("is asked again when the early one did not reach the server", async () => {
    server.mockRejectedValueOnce(new TypeError("failed")).mockResolvedValueOnce(answer("new"));
    askFirst("chat-1");
    expect(await open("chat-1")).toEqual({ title: "new" });
  });

  it("is asked again when the page took long to come to life", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    server.mockResolvedValueOnce(answer("early")).mockResolvedValueOnce(answer("new"));
    askFirst("chat-1");
    vi.advanceTimersByTime(5_001);
    expect(await open("chat-1")).toEqual({ title: "new" });
  });
});
