import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { complete, type EndpointOptions, listModels } from "./endpoint.ts";

const endpoint = { baseUrl: "http://localhost:11434/v1", key: "sk-very-secret" };

/** Options whose `fetch` answers as given, and keeps what it was asked. */
function options(answer: (url: string, init?: RequestInit) => Response | Promise<Response>) {
  const asked: { url: string; init: RequestInit | undefined }[] = [];
  const given: EndpointOptions = {
    signal: new AbortController().signal,
    pageOrigin: "http://parley.test",
    fetch: async (url, init) => {
      asked.push({ url: String(url), init });
      return answer(String(url), init);
    },
  };
  return { given, asked };
}

function streamOf(pieces: Uint8Array[], type = "text/event-stream"): Response {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });
  return new Response(body, { headers: { "content-type": type } });
}

const bytesOf = (text: string) => new TextEncoder().encode(text);
const event = (content: string) =>
  `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`;

async function textOf(response: Response): Promise<string> {
  const { given } = options(() => response);
  const chunks = await Array.fromAsync(complete(endpoint, {}, given));
  return chunks.map(({ choices }) => choices[0]?.delta?.content ?? "").join("");
}

async function problemOf(answer: (init?: RequestInit) => Response | Promise<Response>, page = "") {
  const { given } = options((_url, init) => answer(init));
  const pageOrigin = page === "" ? given.pageOrigin : page;
  const baseUrl = page === "" ? endpoint.baseUrl : "http://192.168.1.5:11434/v1";
  const chunks = complete({ ...endpoint, baseUrl }, {}, { ...given, pageOrigin });
  return Array.fromAsync(chunks).then(
    () => null,
    (error: { problem: unknown }) => error.problem,
  );
}

const failing = () => Promise.reject(new TypeError("Failed to fetch"));

describe("an endpoint, asked by the browser", () => {
  it("gets the key and nothing of this page's", async () => {
    const { given, asked } = options(() => streamOf([bytesOf(event("a"))]));
    await Array.fromAsync(complete(endpoint, { model: "m" }, given));
    expect(asked[0]).toMatchObject({
      url: "http://localhost:11434/v1/chat/completions",
      init: {
        method: "POST",
        body: '{"model":"m"}',
        credentials: "omit",
        headers: { authorization: "Bearer sk-very-secret" },
      },
    });
  });

  it("loses no token, wherever its lines are split", async () => {
    const stream = bytesOf(
      `: hi\r\n\r\n${["Grüße, ", "мир! ", "👩‍🚀"].map(event).join("")}data: [DONE]\n\n`,
    );
    const cuts = fc.array(fc.nat(stream.length), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(cuts, async (places) => {
        const at = [0, ...places.toSorted((a, b) => a - b), stream.length];
        const pieces = at.slice(1).map((end, index) => stream.slice(at[index], end));
        expect(await textOf(streamOf(pieces))).toBe("Grüße, мир! 👩‍🚀");
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    ["no [DONE]", event("a")],
    ["no last line end", event("a").trimEnd()],
    ["more after [DONE]", `${event("a")}data: [DONE]\n\n${event("b")}`],
    ["CRLF and a byte order mark", `\uFEFF${event("a").replaceAll("\n", "\r\n")}`],
  ])("is read with %s", async (_, text) => {
    expect(await textOf(streamOf([bytesOf(text)]))).toBe("a");
  });

  it("may answer with one whole document", async () => {
    const whole = {
      choices: [{ message: { role: "assistant", content: "a" }, finish_reason: "stop" }],
    };
    expect(await textOf(Response.json(whole))).toBe("a");
  });

  it.each<[string, object, object]>([
    [
      "a refused key",
      { error: { message: "bad key sk-very-secret" } },
      { status: 401, detail: "bad key [key]" },
    ],
    ["no such model", { detail: "no model" }, { status: 404, detail: "no model" }],
    ["an error that is a text", { error: "overloaded" }, { status: 503, detail: "overloaded" }],
  ])("says so of %s, without the key", async (_, body, expected) => {
    const { status } = expected as { status: number };
    const problem = await problemOf(() => Response.json(body, { status }));
    expect(problem).toEqual({ kind: "status", ...expected });
  });

  it.each<[string, Response, object]>([
    [
      "an error in the stream",
      streamOf([bytesOf(`${event("a")}data: {"error":{"message":"oops"}}\n\n`)]),
      { kind: "reported", detail: "oops" },
    ],
    [
      "a web page",
      new Response("<html>", { headers: { "content-type": "text/html" } }),
      { kind: "unreadable" },
    ],
    ["an empty stream", streamOf([]), { kind: "unreadable" }],
    ["other JSON", Response.json({ hello: 1 }), { kind: "unreadable" }],
    [
      "a JSON error with status 200",
      Response.json({ error: { message: "no" } }),
      { kind: "reported", detail: "no" },
    ],
  ])("says what came instead: %s", async (_, response, expected) => {
    expect(await problemOf(() => response)).toEqual(expected);
  });

  it("says that it broke off, when it did", async () => {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(bytesOf(event("a"))),
      pull: (controller) => controller.error(new TypeError("network error")),
    });
    const response = new Response(body, { headers: { "content-type": "text/event-stream" } });
    expect(await problemOf(() => response)).toEqual({ kind: "broken" });
  });

  it("tells a server that doesn't allow this page from one that is away", async () => {
    const allowsNobody = (init?: RequestInit) =>
      init?.mode === "no-cors" ? new Response() : failing();
    expect(await problemOf(allowsNobody)).toEqual({ kind: "cors" });
    expect(await problemOf(failing)).toEqual({ kind: "absent" });
    expect(await problemOf(failing, "https://parley.test")).toEqual({ kind: "insecure" });
  });

  it.each<[string, unknown, string[]]>([
    [
      "OpenAI's shape",
      { data: [{ id: "a" }, { id: "b", name: "Bee" }, { id: "" }, 7] },
      ["a:a", "b:Bee"],
    ],
    ["a bare list", [{ id: "a" }], ["a:a"]],
    ["a models key", { models: [{ id: "a", name: null }] }, ["a:a"]],
  ])("lists its models in %s", async (_, body, expected) => {
    const { given } = options(() => Response.json(body));
    const models = await listModels(endpoint, given);
    expect(models.map(({ id, name }) => `${id}:${name}`)).toEqual(expected);
  });
});
