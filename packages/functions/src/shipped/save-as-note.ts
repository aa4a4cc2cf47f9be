import { defineAction, type Storage, z } from "@parley/functions";

const note = z.object({
  title: z.string(),
  text: z.string(),
  chatId: z.string(),
  savedAt: z.number(),
});

export default defineAction({
  name: "Notes",
  version: "1.0.0",
  description: "Keeps an answer as a note of your own, and shows the notes you have.",
  icon: "notebook-pen",
  author: "Parley",
  priority: 10,
  permissions: { storage: true },
  actions: [
    { id: "save", name: "Save as note", icon: "notebook-pen" },
    { id: "show", name: "Show my notes", icon: "notebook" },
    { id: "remove", name: "Remove a note", icon: "notebook-x" },
  ],
  valves: z.object({
    most: z.int().min(1).max(1000).default(200).describe("How many notes one person can have."),
  }),

  async action({ body, sub, valves, user, chatId, call, storage, request }) {
    const mine = await notesOf(storage, user.id);
    switch (sub) {
      case "show":
        return { page: { title: "Notes", html: pageOf(mine) } };
      case "remove": {
        const options = mine.map(labelOf);
        if (options.length === 0) return said("info", "You have no notes.");
        const chosen = await call({
          type: "input",
          data: { title: "Remove a note", message: "Which one?", options },
        });
        const going = mine[options.indexOf(chosen ?? "")];
        if (!going) return;
        await storage.delete(going.key);
        return said("success", `Removed "${going.title}".`);
      }
      default: {
        const answer = body.messages.at(-1);
        if (!answer || answer.content.trim() === "")
          return said("warning", "There is no text to keep.");
        if (mine.length >= valves.most) {
          return said(
            "warning",
            `You have ${mine.length} notes, which is all you can have. Remove one first.`,
          );
        }
        const title = await call({
          type: "input",
          data: {
            title: "Save as note",
            message: "A title for it",
            value: firstLine(answer.content),
          },
        });
        if (!title?.trim()) return;
        const kept = {
          title: title.trim(),
          text: answer.content,
          chatId,
          savedAt: request.startedAt,
        };
        await storage.set(`${prefixOf(user.id)}${request.startedAt} ${crypto.randomUUID()}`, kept);
        return { ...said("success", "Saved as a note."), fields: { note: kept.title } };
      }
    }
  },
});

type Note = z.output<typeof note> & { key: string };

/** Ids hold no space, so nobody's prefix begins another's. */
function prefixOf(userId: string): string {
  return `note ${userId} `;
}

/** The newest first. */
async function notesOf(storage: Storage, userId: string): Promise<Note[]> {
  const keys = await storage.keys(prefixOf(userId));
  const notes = await Promise.all(
    keys.map(async (key) => {
      const { data } = note.safeParse(await storage.get(key));
      return data ? [{ ...data, key }] : [];
    }),
  );
  return notes.flat().sort((a, b) => b.savedAt - a.savedAt);
}

function labelOf({ title }: Note, place: number): string {
  return `${place + 1}. ${title}`;
}

function firstLine(text: string): string {
  const line = text.split("\n").find((one) => /[\p{L}\p{N}]/u.test(one)) ?? "";
  return line.replace(/^[#>*\s-]+/, "").slice(0, 80);
}

function said(type: "info" | "success" | "warning", content: string) {
  return { notification: { type, content } };
}

function pageOf(notes: Note[]): string {
  const style =
    "body{font:16px/1.5 system-ui;margin:1rem;color-scheme:light dark}pre{white-space:pre-wrap;font:inherit}summary{cursor:pointer;font-weight:600}";
  const items = notes.map(({ title, text, savedAt }) => {
    const day = new Date(savedAt).toISOString().slice(0, 10);
    return `<details><summary>${escaped(title)} <small>${day}</small></summary><pre>${escaped(text)}</pre></details>`;
  });
  return `<style>${style}</style>${items.join("") || "<p>You have no notes.</p>"}`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
