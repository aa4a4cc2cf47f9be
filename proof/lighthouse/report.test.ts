import { describe, expect, it } from "vitest";
import { failedAudits, medianRun, reportOf } from "./report.ts";

const result = {
  finalDisplayedUrl: "http://localhost/",
  categories: {
    performance: { score: 0.914, auditRefs: [{ id: "largest-contentful-paint", weight: 25 }] },
    accessibility: { score: 0.96, auditRefs: [{ id: "color-contrast", weight: 7 }] },
  },
  audits: {
    "largest-contentful-paint": {
      id: "largest-contentful-paint",
      title: "Largest Contentful Paint",
      score: 0.93,
      scoreDisplayMode: "numeric",
      displayValue: "1.2 s",
    },
    "color-contrast": {
      id: "color-contrast",
      title: "Colors lack contrast",
      score: 0,
      scoreDisplayMode: "binary",
      details: { items: [{ node: { snippet: '<p class="faint">' } }] },
    },
    "not-counted": { id: "not-counted", title: "Old", score: 0, scoreDisplayMode: "binary" },
  },
};

describe("reportOf", () => {
  it("gives points of 100, and the metrics in words", () => {
    const { scores, metrics } = reportOf(result);
    expect(scores).toEqual({ performance: 91, accessibility: 96 });
    expect(metrics["largest-contentful-paint"]).toBe("1.2 s");
  });

  it("throws when the page could not be loaded", () => {
    const broken = { ...result, runtimeError: { code: "NO_FCP", message: "nothing was painted" } };
    expect(() => reportOf(broken)).toThrow("nothing was painted");
  });
});

describe("failedAudits", () => {
  it("names what is at fault, of audits that count in a category", () => {
    expect(failedAudits(reportOf(result))).toEqual([
      'color-contrast (0): Colors lack contrast — <p class="faint">',
    ]);
  });
});

describe("medianRun", () => {
  it.each([
    [[90, 70, 80], 80],
    [[90, 70], 70],
  ])("of %j is %d", (performance, expected) => {
    const reports = performance.map((score) => ({
      scores: { performance: score },
      metrics: {},
      failed: [],
    }));
    expect(medianRun(reports).scores.performance).toBe(expected);
  });
});
