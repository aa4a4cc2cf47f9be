import { beatsOf, definePipe, speak, titleFor } from "@parley/functions";

/** The answer of the Markdown tour: one of everything that Parley can draw. */
const tour = `# A tour of Markdown

This is a built-in demonstration. Whatever you send, it answers with **one of everything**, streamed as a model would, so that you can see how answers look.

## Text

Words can be *emphasised*, **strong**, ***both***, ~~struck out~~ or \`set as code\`. A [link](https://commonmark.org/help/) opens in a new tab.

> A quotation stands back a little.
>
> > And a quotation inside a quotation a little more.

## Lists

- apples
- pears
  - early ones
  - late ones
- quinces

1. Wash the fruit.
2. Cut it.
   1. Not too thin.
   2. Not too thick.
3. Eat it.

- [x] connect a model
- [x] ask it something
- [ ] ask it something better

## A table

| Planet  | Moons | Day (hours) | Discovered by       |
|:--------|------:|------------:|:--------------------|
| Earth   |     1 |        23.9 | everyone            |
| Mars    |     2 |        24.6 | the ancients        |
| Saturn  |   274 |        10.7 | the ancients        |
| Neptune |    16 |        16.1 | Le Verrier, Galle   |

## Code

\`\`\`ts
type Shape = { kind: "circle"; radius: number } | { kind: "square"; side: number };

export function area(shape: Shape): number {
  switch (shape.kind) {
    case "circle":
      return Math.PI * shape.radius ** 2;
    case "square":
      return shape.side ** 2;
  }
}
\`\`\`

\`\`\`python
def primes(limit: int) -> list[int]:
    """All primes below the limit, by the sieve of Eratosthenes."""
    sieve = bytearray([1]) * limit
    for n in range(2, int(limit**0.5) + 1):
        if sieve[n]:
            sieve[n * n :: n] = bytes(len(sieve[n * n :: n]))
    return [n for n in range(2, limit) if sieve[n]]
\`\`\`

\`\`\`sql
SELECT author, count(*) AS books
FROM library
WHERE published < 1900
GROUP BY author
HAVING count(*) > 3
ORDER BY books DESC;
\`\`\`

\`\`\`bash
curl -N http://localhost:3000/v1/chat/completions \\
  -H "Authorization: Bearer $PARLEY_KEY" -H "Content-Type: application/json" \\
  -d '{"model":"demo-markdown","stream":true,"messages":[{"role":"user","content":"hi"}]}'
\`\`\`

\`\`\`json
{ "name": "Parley", "open": true, "models": ["any", "all"], "answer": 42 }
\`\`\`

\`\`\`diff
- I am only a demonstration.
+ A real model can be connected in a minute.
\`\`\`

## Mathematics

Within a line: the golden ratio is $$\\varphi = \\frac{1 + \\sqrt{5}}{2}$$, and it solves $$x^2 = x + 1$$.

On lines of its own:

$$
\\int_{-\\infty}^{\\infty} e^{-x^2}\\,dx = \\sqrt{\\pi}
$$

$$
\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}^{-1}
= \\frac{1}{ad - bc} \\begin{pmatrix} d & -b \\\\ -c & a \\end{pmatrix}
$$

## A diagram

\`\`\`mermaid
flowchart LR
  You -->|a question| Parley
  Parley --> Choice{which model?}
  Choice --> Ollama
  Choice --> API[an API]
  Choice --> Demo[a demonstration]
  Ollama -->|an answer| You
  API -->|an answer| You
  Demo -->|an answer| You
\`\`\`

## Other scripts

Ελληνικά · Українська · 日本語 · हिन्दी · العربية · 👩‍🚀

---

That was the tour. Hover over a code block to copy it, and switch between light and dark to see both.
`;

export default definePipe({
  name: "Demo: Markdown tour",
  version: "1.0.0",
  description: "Answers everything with a tour of what can be shown: tables, code, math, diagrams.",
  icon: "map",
  author: "Parley",

  pipe({ body, signal }) {
    const title = titleFor(body);
    return speak(title === null ? beatsOf(tour, { pace: 12 }) : beatsOf(title), { body, signal });
  },
});
