"use client";

import { memo } from "react";
import type { Block } from "./block-splitter.ts";
import { CodeBlock } from "./code-block.tsx";
import { Diagram } from "./diagram.tsx";
import { Prose } from "./prose.tsx";
import { type BlockView, groupSize } from "./text-stream.ts";
import "./answer.css";

type BlocksProps = { view: BlockView; isStreaming: boolean };

/**
 * An answer's text, block by block. A block keeps its place in the page from its first letter to its
 * last, and is left alone once it is settled.
 */
export function Blocks({ view, isStreaming }: BlocksProps) {
  const last = view.groups.at(-1) ?? [];
  const isLastFull = last.length === groupSize;
  const groups = view.groups.length === 0 ? [[]] : view.groups;
  return (
    <div className="answer" data-streaming={isStreaming || undefined}>
      {groups.map((group, index) => (
        // A group has no name but its place.
        <Group
          key={keyOf(index)}
          blocks={group}
          tail={index === groups.length - 1 && !isLastFull ? view.tail : null}
        />
      ))}
      {isLastFull && view.tail ? (
        <Group key={keyOf(groups.length)} blocks={none} tail={view.tail} />
      ) : null}
    </div>
  );
}

const none: readonly Block[] = [];
const keyOf = (index: number) => `part-${index}`;

type GroupProps = { blocks: readonly Block[]; tail: Block | null };

const Group = memo(function Group({ blocks, tail }: GroupProps) {
  return (
    <>
      {blocks.map((block, index) => (
        <OneBlock key={keyOf(index)} block={block} isOpen={false} />
      ))}
      {tail === null ? null : <OneBlock key={keyOf(blocks.length)} block={tail} isOpen />}
    </>
  );
});

const OneBlock = memo(function OneBlock({ block, isOpen }: { block: Block; isOpen: boolean }) {
  if (block.kind === "prose") return <Prose text={block.text} isOpen={isOpen} />;
  const { language, chunks, closed } = block;
  if (language === "mermaid" && closed) return <Diagram chunks={chunks} />;
  return <CodeBlock language={language} chunks={chunks} isClosed={closed} />;
});
