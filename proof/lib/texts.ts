const topics = [
  "the tides",
  "sorting numbers",
  "bread with little yeast",
  "prime gaps",
  "a garden in the shade",
  "old maps",
  "the colour of shadows",
  "waiting queues",
];

const sentences = [
  "It depends on what is measured, and when.",
  "The first step is to write down what is known.",
  "A small example says more than a long rule.",
  "Most of it happens before anybody notices.",
  "Try it with three, then with thirty.",
];

function pick(list: string[], index: number): string {
  return list[index % list.length] ?? "";
}

export function titleOf(index: number): string {
  return `About ${pick(topics, index)}, part ${index + 1}`;
}

/** Messages of changing length, each with its number, so that one can be told from another. */
export function conversation(length: number): string[] {
  return Array.from({ length }, (_, index) => {
    const number = `Message ${index + 1}`;
    const topic = pick(topics, Math.floor(index / 2));
    if (index % 2 === 0) return `${number}: tell me about ${topic}.`;
    const said = Array.from({ length: 1 + (index % 7) }, (_each, line) =>
      pick(sentences, index + line),
    ).join(" ");
    const list = `- first, ${topic}\n- then a **rest**\n- then \`go on\``;
    return `${number}, on ${topic}.\n\n${said}${index % 5 === 1 ? `\n\n${list}` : ""}`;
  });
}

/** An answer with everything that Markdown makes heavy. */
export function richAnswer(index: number): string {
  const topic = pick(topics, index);
  return `## On ${topic}

${pick(sentences, index)} ${pick(sentences, index + 1)}

| step | cost | note |
|---|---:|---|
| read | ${index} ms | once |
| think | ${index * 2} ms | *twice* |
| write | ${index * 3} ms | \`thrice\` |

\`\`\`ts
// ${topic}
export function step${index}(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
\`\`\`

1. ${pick(sentences, index + 2)}
2. ${pick(sentences, index + 3)}

> ${pick(sentences, index + 4)}`;
}
