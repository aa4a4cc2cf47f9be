/**
 * The lines of a body, wherever its bytes are split; the last one may lack its line end. Empty lines
 * are passed over. `tooLong` is thrown at a line of more than `maxLength` characters.
 */
export async function* readLines(
  source: AsyncIterable<Uint8Array>,
  { maxLength, tooLong }: { maxLength: number; tooLong: () => Error },
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  // Pieces of an unfinished line are joined once, at its end: a long line stays linear work.
  let pieces: string[] = [];
  let length = 0;
  for await (const bytes of source) {
    const parts = decoder.decode(bytes, { stream: true }).split("\n");
    for (const part of parts.slice(0, -1)) {
      const line = [...pieces, part].join("");
      pieces = [];
      length = 0;
      if (line.trim() !== "") yield line;
    }
    const rest = parts.at(-1) ?? "";
    if (rest !== "") pieces.push(rest);
    length += rest.length;
    if (length > maxLength) throw tooLong();
  }
  const last = [...pieces, decoder.decode()].join("");
  if (last.trim() !== "") yield last;
}
