import { z } from "zod";

/** Category → points of 100. */
export type Scores = Record<string, number>;

const node = z.looseObject({ selector: z.string().optional(), snippet: z.string().optional() });

const item = z.looseObject({
  node: node.optional(),
  url: z.string().optional(),
  description: z.string().optional(),
  issueType: z.string().optional(),
  reason: z.string().optional(),
});

const auditSchema = z.looseObject({
  id: z.string(),
  title: z.string(),
  score: z.number().nullable(),
  scoreDisplayMode: z.string(),
  displayValue: z.string().optional(),
  numericValue: z.number().optional(),
  details: z.looseObject({ items: z.unknown().optional() }).optional(),
});

const result = z.looseObject({
  runtimeError: z.looseObject({ message: z.string() }).optional(),
  finalDisplayedUrl: z.string(),
  categories: z.record(
    z.string(),
    z.looseObject({
      score: z.number().nullable(),
      auditRefs: z.array(z.looseObject({ id: z.string(), weight: z.number() })),
    }),
  ),
  audits: z.record(z.string(), auditSchema),
});

export type Audit = z.infer<typeof auditSchema>;

export type Report = {
  scores: Scores;
  /** What performance is made of, in words such as "1.2 s". */
  metrics: Record<string, string>;
  /** Audits that count in a category, worst first. */
  failed: Audit[];
};

const metricIds = [
  "first-contentful-paint",
  "largest-contentful-paint",
  "total-blocking-time",
  "cumulative-layout-shift",
  "speed-index",
];

/** Reads Lighthouse's result. Throws when it could not load the page. */
export function reportOf(value: unknown): Report {
  const { categories, audits, runtimeError } = result.parse(value);
  if (runtimeError !== undefined) throw new Error(`Lighthouse: ${runtimeError.message}`);
  const counting = new Set(
    Object.values(categories).flatMap(({ auditRefs }) => auditRefs.map(({ id }) => id)),
  );
  return {
    scores: Object.fromEntries(
      Object.entries(categories).map(([id, { score }]) => [id, Math.round((score ?? 0) * 100)]),
    ),
    metrics: Object.fromEntries(metricIds.map((id) => [id, audits[id]?.displayValue ?? "unknown"])),
    failed: Object.values(audits)
      .filter(({ id, score }) => counting.has(id) && score !== null && score < 0.9)
      .toSorted((a, b) => (a.score ?? 0) - (b.score ?? 0)),
  };
}

/** The run whose performance is in the middle. */
export function medianRun(reports: Report[]): Report {
  const sorted = reports.toSorted(
    (a, b) => (a.scores.performance ?? 0) - (b.scores.performance ?? 0),
  );
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  if (middle === undefined) throw new Error("Lighthouse did not run.");
  return middle;
}

const mostItems = 5;

/** Each failed audit as a line that names what is at fault. */
export function failedAudits({ failed }: Report): string[] {
  return failed.map(({ id, title, score, displayValue, details }) => {
    const faults = itemsOf(details?.items)
      .slice(0, mostItems)
      .flatMap((each) => {
        const parsed = item.safeParse(each);
        return parsed.success ? [faultOf(parsed.data)] : [];
      });
    const named = faults.filter((fault) => fault !== "");
    return [
      `${id} (${Math.round((score ?? 0) * 100)}): ${title}`,
      ...(displayValue === undefined ? [] : [displayValue]),
      ...(named.length === 0 ? [] : [named.join(" · ")]),
    ].join(" — ");
  });
}

/** Some audits have one object where others have a list. */
function itemsOf(items: unknown): unknown[] {
  return Array.isArray(items) ? items : [];
}

function faultOf({ node, url, description, issueType, reason }: z.infer<typeof item>): string {
  return node?.snippet ?? node?.selector ?? url ?? description ?? issueType ?? reason ?? "";
}
