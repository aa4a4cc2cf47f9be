/** Something in a source that stops it from being used. Kept apart from core's errors: a small process makes it. */
export class SourceProblem extends Error {
  override readonly name = "SourceProblem";
}

/** Line and column of an offset, both counted from 1. */
function placeOf(source: string, offset: number): { line: number; column: number } {
  const before = source.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** Something in a source that stops it from being used, with its place. */
export function problemAt(source: string, offset: number, sentence: string): SourceProblem {
  const { line, column } = placeOf(source, offset);
  return new SourceProblem(`Line ${line}:${column}: ${sentence}`);
}
