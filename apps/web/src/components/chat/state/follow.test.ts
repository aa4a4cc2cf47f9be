import { describe, expect, it } from "vitest";
import { type Follow, type FollowEvent, follow, following } from "./follow.ts";

const wheel = { type: "wheel", deltaX: 0, deltaY: -3, isZoom: false, isInner: false } as const;
const after = (events: FollowEvent[], state: Follow = { ...following, top: 500 }) =>
  events.reduce(follow, state).isFollowing;

describe("follow", () => {
  it("follows at first", () => {
    expect(following.isFollowing).toBe(true);
  });

  it.each<[rule: string, event: FollowEvent]>([
    ["a wheel turned up", wheel],
    ["PageUp", { type: "key", key: "PageUp" }],
    ["Home", { type: "key", key: "Home" }],
    ["another branch", { type: "detach" }],
  ])("detaches at once with %s", (_rule, event) => {
    expect(after([event])).toBe(false);
  });

  it("detaches when a finger or the scroll bar drags up, however little", () => {
    expect(after([{ type: "held" }, { type: "scrolled", top: 499, fromEnd: 1 }])).toBe(false);
  });

  it.each<[rule: string, event: FollowEvent]>([
    ["zooming with Ctrl and the wheel", { ...wheel, isZoom: true }],
    ["a wheel over something that scrolls by itself", { ...wheel, isInner: true }],
    ["panning sideways", { ...wheel, deltaX: -9 }],
    ["a wheel turned down", { ...wheel, deltaY: 3 }],
    ["a key that does not scroll up", { type: "key", key: "a" }],
    ["content that shrinks", { type: "scrolled", top: 400, fromEnd: 0 }],
    ["content that grows", { type: "scrolled", top: 500, fromEnd: 900 }],
  ])("does not detach with %s", (_rule, event) => {
    expect(after([event])).toBe(true);
  });

  it("nothing pulls back while the answer grows", () => {
    expect(after([wheel, { type: "scrolled", top: 497, fromEnd: 3 }])).toBe(false);
    expect(after([wheel, { type: "scrolled", top: 497, fromEnd: 60 }])).toBe(false);
  });

  it("attaches again when a person reaches the end", () => {
    const down: FollowEvent = { type: "scrolled", top: 600, fromEnd: 80 };
    expect(after([wheel, { type: "scrolled", top: 300, fromEnd: 400 }, down])).toBe(true);
  });

  it("stays detached while a person scrolls down but not to the end", () => {
    const down: FollowEvent = { type: "scrolled", top: 600, fromEnd: 300 };
    expect(after([wheel, { type: "scrolled", top: 300, fromEnd: 600 }, down])).toBe(false);
  });

  it("attaches again when a person sends or asks for the end", () => {
    expect(after([wheel, { type: "to-end" }])).toBe(true);
  });

  it("a drag that was let go does not count on", () => {
    const events: FollowEvent[] = [
      { type: "held" },
      { type: "released" },
      { type: "scrolled", top: 400, fromEnd: 0 },
    ];
    expect(after(events)).toBe(true);
  });
});
