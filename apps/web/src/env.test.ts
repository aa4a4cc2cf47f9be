import { describe, expect, it } from "vitest";
import { readEnv } from "./env.ts";

const read = (source: Record<string, string>) => readEnv({ NODE_ENV: "production", ...source });

describe("readEnv", () => {
  it("needs nothing", () => {
    expect(read({})).toMatchObject({
      ok: true,
      env: { PORT: 3_000, HOST: "127.0.0.1", DATA_DIR: "./data", LOG_LEVEL: "info" },
    });
  });

  it("takes an empty variable for an unset one", () => {
    expect(read({ PORT: "", DATABASE_URL: "" })).toMatchObject({ ok: true, env: { PORT: 3_000 } });
  });

  it("reads lists by position, and addresses without a trailing slash", () => {
    expect(
      read({
        OPENAI_BASE_URLS: "https://api.openai.com/v1/, http://127.0.0.1:8000/v1",
        OPENAI_API_KEYS: "sk-1,",
        OLLAMA_BASE_URLS: "http://gpu:11434",
      }),
    ).toMatchObject({
      ok: true,
      env: {
        OPENAI_BASE_URLS: ["https://api.openai.com/v1", "http://127.0.0.1:8000/v1"],
        OPENAI_API_KEYS: ["sk-1", ""],
        OLLAMA_BASE_URLS: ["http://gpu:11434"],
      },
    });
  });

  it("reads the private hosts that functions may ask; none by default", () => {
    expect(read({})).toMatchObject({ env: { FUNCTIONS_PRIVATE_HOSTS: [] } });
    expect(read({ FUNCTIONS_PRIVATE_HOSTS: "10.0.0.5:8080, searx.internal" })).toMatchObject({
      env: { FUNCTIONS_PRIVATE_HOSTS: ["10.0.0.5:8080", "searx.internal"] },
    });
  });

  it.each([
    { source: { FUNCTIONS_PRIVATE_HOSTS: "http://x" }, says: /^FUNCTIONS_PRIVATE_HOSTS must be/ },
    { source: { FUNCTIONS_PRIVATE_HOSTS: "*" }, says: /^FUNCTIONS_PRIVATE_HOSTS must be/ },
    { source: { PORT: "http" }, says: /^PORT must be a number/ },
    { source: { PORT: "70000" }, says: /^PORT must be 0–65535/ },
    { source: { LOG_LEVEL: "loud" }, says: /^LOG_LEVEL must be fatal, error, warn/ },
    { source: { DATABASE_URL: "mysql://x" }, says: /^DATABASE_URL must look like postgresql:/ },
    { source: { DATABASE_URL: "postgres://h/d" }, says: /^AUTH_SECRET must be given/ },
    { source: { REDIS_URL: "http://x" }, says: /^REDIS_URL must look like redis:/ },
    { source: { PUBLIC_URL: "chat.example.org" }, says: /^PUBLIC_URL must be the http/ },
    { source: { ADMIN_EMAIL: "root@example.org" }, says: /^ADMIN_EMAIL and ADMIN_PASSWORD go/ },
    {
      source: { ADMIN_EMAIL: "root", ADMIN_PASSWORD: "long enough" },
      says: /^ADMIN_EMAIL must be/,
    },
    { source: { OPENAI_BASE_URLS: "localhost:8000" }, says: /^OPENAI_BASE_URLS Give an address/ },
    { source: { OPENAI_API_KEYS: "sk-1" }, says: /^OPENAI_API_KEYS has more entries/ },
  ])("refuses $source with a sentence", ({ source, says }) => {
    const result = read(source);
    expect(result.ok ? [] : result.problems).toEqual([expect.stringMatching(says)]);
  });
});
