"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";

type ScrollBoxProps = { label: string; className: string; children: ReactNode };

/** A box that scrolls by itself where its content is too wide; only then the keyboard stops at it. */
export function ScrollBox({ label, className, children }: ScrollBoxProps) {
  const box = useRef<HTMLDivElement>(null);
  const [scrolls, setScrolls] = useState(false);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const look = () => {
      const isWide = element.scrollWidth > element.clientWidth + 1;
      setScrolls(isWide || element.scrollHeight > element.clientHeight + 1);
    };
    const observer = new ResizeObserver(look);
    observer.observe(element);
    if (element.firstElementChild) observer.observe(element.firstElementChild);
    return () => observer.disconnect();
  }, []);
  const reachable = scrolls ? { tabIndex: 0, role: "region", "aria-label": label } : {};
  return (
    <div ref={box} className={className} data-scrolls={scrolls} {...reachable}>
      {children}
    </div>
  );
}
