import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../testing/index.ts";

describe.each([
  { locale: "the server's locale", localeC: false },
  { locale: "the C locale", localeC: true },
])("searching chats in a database of $locale", ({ localeC }) => {
  const titles = [
    "Kein Äpfel",
    "Straße 9",
    "ΛΌΓΟΣ",
    "Ёлка (a+b)",
    "Plain words",
    "İzmir",
    "हिन्दी [x]",
  ];
  let database: TestDatabase;
  let userId: string;

  beforeAll(async () => {
    database = await testDatabase({ localeC });
    userId = await database.addUser();
    await database.prisma.chat.createMany({
      data: titles.map((title, place) => ({
        ...{ id: randomUUID(), userId, title, titleSource: "person" },
        ...{ createdAt: new Date(place), updatedAt: new Date(place) },
      })),
    });
  });
  afterAll(() => database.stop());

  it.each([
    ["äpfel", ["Kein Äpfel"]],
    ["ÄPFEL kein", ["Kein Äpfel"]],
    ["straße", ["Straße 9"]],
    ["λόγο", ["ΛΌΓΟΣ"]],
    ["ёлка (A+", ["Ёлка (a+b)"]],
    ["ёлка(", []],
    ["ё.*", []],
    ["ä|", []],
    ["İZMIR", ["İzmir"]],
    ["हिन्दी", ["हिन्दी [x]"]],
    ["PLAIN", ["Plain words"]],
    ["ö", []],
  ])("finds for %j %j", async (search, found) => {
    const { chats } = await database.chats.list(userId, { search, limit: 10 });
    expect(chats.map(({ title }) => title)).toEqual(found);
  });
});
