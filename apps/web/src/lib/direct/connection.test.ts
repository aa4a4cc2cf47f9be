import { describe, expect, it } from "vitest";
import { connectionsIn, endpointUrl } from "./connection.ts";

describe("the address of an endpoint", () => {
  it.each([
    ["http://localhost:11434/v1/", "http://localhost:11434/v1"],
    [" https://api.example.org/v1 ", "https://api.example.org/v1"],
    ["http://[::1]:8080", "http://[::1]:8080"],
  ])("%s is one", (text, url) => expect(endpointUrl(text)).toBe(url));

  it.each([
    "",
    "localhost:11434",
    "ftp://example.org",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "https://user:secret@example.org/v1",
    "https://example.org/v1?key=secret",
  ])("%s is none", (text) => expect(endpointUrl(text)).toBeNull());
});

describe("stored endpoints", () => {
  const one = {
    ...{ id: "home", name: "Home", baseUrl: "http://localhost/v1", key: "k", modelIds: null },
    models: [{ id: "m", name: "M" }],
  };
  it("are read as they were written", () => {
    expect(connectionsIn(JSON.stringify([one]))).toEqual([one]);
  });

  it.each([null, "", "{", "{}", "[7]", '[{"id":"../x"}]'])("are none in %s", (text) => {
    expect(connectionsIn(text)).toEqual([]);
  });

  it("that can't be read don't take the others with them", () => {
    expect(connectionsIn(JSON.stringify([{ id: 7 }, one]))).toEqual([one]);
  });
});
