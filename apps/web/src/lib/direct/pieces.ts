import type { CompletionChunk } from "@parley/core";

type Delta = NonNullable<CompletionChunk["choices"][number]["delta"]>;

/** UTF-16 units of text in one frame: even if each takes six bytes as JSON, well below its limit. */
const longest = 8_000;

/** A chunk in pieces that each fit into a frame; a common one is its own only piece. */
export function piecesOf(chunk: CompletionChunk): CompletionChunk[] {
  if (JSON.stringify(chunk).length <= longest) return [chunk];
  const { choices, ...rest } = chunk;
  const [choice] = choices;
  if (choice === undefined) return [chunk];
  const { delta = {}, ...last } = choice;
  const deltas: Delta[] = [
    ...slices(delta.reasoning).map((reasoning) => ({ reasoning })),
    ...slices(delta.reasoning_content).map((reasoning_content) => ({ reasoning_content })),
    ...slices(delta.content).map((content) => ({ content })),
    ...slices(delta.refusal).map((refusal) => ({ refusal })),
    ...(delta.tool_calls ?? []).flatMap((call, index): Delta[] => {
      const at = { index: call.index ?? index };
      const { arguments: text, ...named } = call.function ?? {};
      return [
        { tool_calls: [{ ...call, ...at, function: named }] },
        ...slices(text).map((part) => ({ tool_calls: [{ ...at, function: { arguments: part } }] })),
      ];
    }),
  ];
  return [
    ...deltas.map((one) => ({ choices: [{ index: 0, delta: one }] })),
    { ...rest, choices: [{ ...last, delta: {} }] },
  ];
}

function slices(text: string | null | undefined): string[] {
  const found: string[] = [];
  for (let at = 0; at < (text?.length ?? 0); at += longest) {
    found.push(text?.slice(at, at + longest) ?? "");
  }
  return found;
}

/** Two chunks that only add text as one; null when they can't be one, or it would be too long. */
export function joined(one: CompletionChunk, other: CompletionChunk): CompletionChunk | null {
  const [before, after] = [textsOf(one), textsOf(other)];
  if (before === null || after === null) return null;
  const content = before.content + after.content;
  const reasoning = before.reasoning + after.reasoning;
  if (content.length + reasoning.length > longest) return null;
  const delta = {
    ...(content === "" ? {} : { content }),
    ...(reasoning === "" ? {} : { reasoning_content: reasoning }),
  };
  return { choices: [{ index: 0, delta, finish_reason: null }] };
}

/** What a chunk adds, if that is all it does. */
function textsOf({ choices, usage }: CompletionChunk) {
  const [choice] = choices;
  if (usage || choice === undefined || choice.finish_reason) return null;
  const { content, reasoning, reasoning_content, tool_calls, refusal } = choice.delta ?? {};
  if (tool_calls || refusal) return null;
  return { content: content ?? "", reasoning: reasoning_content ?? reasoning ?? "" };
}
