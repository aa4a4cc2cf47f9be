import { type CSSProperties, memo } from "react";
import type { TokenLine } from "./highlighter.ts";

/** Lines that render together; a group whose lines are the same is not rendered again. */
const groupSize = 50;

type CodeLinesProps = { chunks: readonly string[]; lines: readonly TokenLine[] | null };

/** A listing's text, plain or coloured. What is plain follows after what is coloured. */
export function CodeLines({ chunks, lines }: CodeLinesProps) {
  if (lines === null)
    return chunks.map((chunk, index) => <Plain key={keyOf(index)} text={chunk} />);
  const groups = Math.ceil(lines.length / groupSize);
  return Array.from({ length: groups }, (_, index) => (
    <Coloured
      key={keyOf(index)}
      lines={lines.slice(index * groupSize, (index + 1) * groupSize)}
      isLast={index === groups - 1}
    />
  ));
}

const keyOf = (index: number) => `lines-${index}`;

const Plain = memo(function Plain({ text }: { text: string }) {
  return text;
});

type ColouredProps = { lines: readonly TokenLine[]; isLast: boolean };

const Coloured = memo(
  function Coloured({ lines, isLast }: ColouredProps) {
    return lines.map((line, index) => (
      // A line has no name but its place.
      <span key={keyOf(index)}>
        {line.map((token, place) => (
          <span key={keyOf(place)} className="code-token" style={styleOf(token.light, token.dark)}>
            {token.content}
          </span>
        ))}
        {isLast && index === lines.length - 1 ? null : "\n"}
      </span>
    ));
  },
  (before, after) =>
    before.isLast === after.isLast &&
    before.lines.length === after.lines.length &&
    before.lines.every((line, index) => line === after.lines[index]),
);

function styleOf(light: string, dark: string): CSSProperties {
  return { color: `light-dark(${light}, ${dark})` };
}
