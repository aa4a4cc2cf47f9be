"use client";

import type { ReactNode } from "react";
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from "react-aria-components/Tabs";

export type TabPart<Id extends string> = {
  id: Id;
  label: string;
  /** Something in it has to be put right. */
  isWrong?: boolean;
  content: ReactNode;
};

type TabsProps<Id extends string> = {
  label: string;
  parts: readonly TabPart<Id>[];
  value: Id;
  onChange: (id: Id) => void;
};

/** Parts of a panel, one in sight at a time. */
export function Tabs<Id extends string>({ label, parts, value, onChange }: TabsProps<Id>) {
  return (
    <AriaTabs
      selectedKey={value}
      onSelectionChange={(key) => {
        const chosen = parts.find(({ id }) => id === key);
        if (chosen) onChange(chosen.id);
      }}
      className="flex flex-col gap-5"
    >
      <TabList
        aria-label={label}
        className="sticky top-0 z-1 -mx-1 flex shrink-0 gap-1 overflow-x-auto border-b border-line bg-raised px-1 shadow-[0_-0.5rem_0_var(--raised)] scrollbar-none"
      >
        {parts.map(({ id, label: name, isWrong }) => (
          <Tab
            key={id}
            id={id}
            className="-mb-px flex h-9 cursor-pointer items-center gap-1.5 rounded-t-sm border-b-2 border-transparent px-2 text-sm whitespace-nowrap text-muted outline-none hover:text-text data-focus-visible:outline-2 data-focus-visible:-outline-offset-2 data-focus-visible:outline-accent data-selected:border-accent data-selected:font-medium data-selected:text-text"
          >
            {name}
            {isWrong ? <span aria-hidden className="size-1.5 rounded-full bg-broken" /> : null}
          </Tab>
        ))}
      </TabList>
      {parts.map(({ id, content }) => (
        <TabPanel key={id} id={id} className="flex flex-col gap-5 outline-none">
          {content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
