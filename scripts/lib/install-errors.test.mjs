import { describe, expect, it } from "vitest";
import { explainFileError } from "./failure.mjs";
import { explainInstall } from "./install-errors.mjs";

const sentence = (/** @type {string} */ line) =>
  explainInstall({ what: "the packages", lines: [line], log: "/l/packages.log", folder: "/p" })
    .message;

describe("explainInstall", () => {
  it.each([
    ["npm error code ENOTFOUND", "The npm registry can't be reached"],
    [
      "tcp connect error: Connection refused: error sending request",
      "The npm registry can't be reached",
    ],
    ["npm error code EAI_AGAIN", "The npm registry can't be reached"],
    ["ENOSPC: no space left on device, write", "There is no space left"],
    [
      "EROFS: read-only file system, mkdir",
      "couldn't be installed because a folder can't be written to",
    ],
    ["ERR_PNPM_OUTDATED_LOCKFILE", "package.json and pnpm-lock.yaml don't agree"],
    ["something else", "The packages couldn't be installed: the lines above say why"],
  ])("answers %j with a sentence", (line, expected) => {
    expect(sentence(line)).toContain(expected);
  });

  it("shows the tool's lines only where the sentence can't say enough", () => {
    const details = (/** @type {string} */ line) =>
      explainInstall({ what: "x", lines: [line], log: "", folder: "" }).details;
    expect(details("ENOTFOUND")).toEqual([]);
    expect(details("odd")).toEqual(["odd"]);
  });
});

describe("explainFileError", () => {
  it.each([
    ["EROFS", "can't be written to"],
    ["EACCES", "can't be written to"],
    ["ENOSPC", "no space left"],
  ])("turns %s into a sentence that names the folder", (code, expected) => {
    const explained = explainFileError(Object.assign(new Error(code), { code }), "/checkout");
    expect(explained).toMatchObject({ name: "Failure", exitCode: 1 });
    expect(String(explained)).toContain(expected);
    expect(String(explained)).toContain("/checkout");
  });

  it("gives back what is not about the file system", () => {
    const error = new TypeError("a bug");
    expect(explainFileError(error, "/checkout")).toBe(error);
  });
});
