/** What renders messages, with the Markdown parser: loaded when the first chat is opened or begun. */
export function loadMessageList() {
  return import("./message-list.tsx");
}
