/**
 * The functions that are demonstration models. They come with Parley and are switched on at first; chats,
 * presets and arenas name them.
 */
export const demonstrationIds: readonly string[] = [
  "demo-conversation",
  "demo-markdown",
  "demo-echo",
];
