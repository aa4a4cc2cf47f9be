/** A filter that looks at every request and leaves it as it is. */
export const inletFilter = `import { defineFilter } from "@parley/functions";

export default defineFilter({
  name: "No-op",
  inlet({ body }) {
    return body;
  },
});
`;

/** Filters of the three sorts: one gives back what it got, one only looks, one changes each piece. */
export const streamFilters = {
  same: `import { defineFilter } from "@parley/functions";

export default defineFilter({ name: "Same", stream: ({ event }) => event });
`,
  counts: `import { defineFilter } from "@parley/functions";

export default defineFilter({
  name: "Counts",
  stream({ event, state }) {
    const text = event.choices?.[0]?.delta?.content ?? "";
    state.length = Number(state.length ?? 0) + text.length;
  },
});
`,
  changes: `import { defineFilter } from "@parley/functions";

export default defineFilter({
  name: "Changes",
  stream({ event }) {
    const delta = event.choices?.[0]?.delta;
    if (delta?.content) delta.content += ".";
    return event;
  },
});
`,
};
