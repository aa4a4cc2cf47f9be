export const markdownSample = `# A sample of Markdown

Some *emphasis*, some **strength**, \`code\` and a [link](https://example.com/).

- one
- two
  - two and a half
- [x] done

| Fruit | Colour |
|---|---|
| apple | red |
| plum | blue |

\`\`\`ts
export const answer: number = 6 * 7;
\`\`\`

> A quotation.

$$
e^{i\\pi} + 1 = 0
$$
`;

export const webPage = `<!doctype html>
<html lang="en"><head><title>Not a model</title></head><body><h1>Welcome</h1></body></html>
`;
