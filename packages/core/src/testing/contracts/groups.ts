import { describe, expect, it } from "vitest";
import { codeOf } from "./chats-under-test.ts";
import { type MakeModels, useModels } from "./models-under-test.ts";

const group = (name: string, memberIds: string[] = []) => ({ name, description: "", memberIds });

/** The promises of `GroupRepository`; every implementation runs this. */
export function describeGroupRepository(name: string, make: MakeModels): void {
  describe(`GroupRepository: ${name}`, () => {
    const open = useModels(make);

    it("gives back what was created, and lists it by name", async () => {
      const { groups } = open();
      const made = [];
      for (const name of ["list b", "list a", "list B", "list \u00E4"]) {
        made.push(await groups.create({ ...group(name), description: `About ${name}` }));
      }
      expect(made[0]).toEqual({
        ...{ id: expect.any(String), name: "list b", description: "About list b" },
        ...{ memberIds: [], createdAt: expect.any(Number) },
      });
      const listed = (await groups.list()).filter(({ name }) => name.startsWith("list "));
      expect(listed).toEqual([made[2], made[1], made[0], made[3]]);
    });

    it("gives members in ascending order, once each, without those who are not there", async () => {
      const { groups, addUser } = open();
      const people = [await addUser(), await addUser(), await addUser()].toSorted();
      const given = [...people.toReversed(), "nobody", "no\u0000body", ...people];
      const { id, memberIds } = await groups.create(group("members", given));
      expect(memberIds).toEqual(people);
      const fewer = people.slice(1).toReversed();
      const updated = await groups.update(id, { memberIds: [...fewer, "nobody"] });
      expect(updated?.memberIds).toEqual(people.slice(1));
      expect((await groups.list()).find((listed) => listed.id === id)).toEqual(updated);
      expect(await groups.update(id, { memberIds: [] })).toMatchObject({ memberIds: [] });
    });

    it("refuses a name that another group has, and tells small letters from large ones", async () => {
      const { groups, addUser } = open();
      const user = await addUser();
      const one = await groups.create(group("Name"));
      const two = await groups.create(group("name"));
      expect(await codeOf(groups.create(group("Name")))).toBe("conflict");
      const patch = { name: "Name", description: "lost", memberIds: [user] };
      expect(await codeOf(groups.update(two.id, patch))).toBe("conflict");
      expect(await groups.update(two.id, {})).toEqual(two);
      expect(await groups.update(one.id, { name: "Name" })).toEqual(one);
    });

    it("lets exactly one of many that take a name at once win", async () => {
      const { groups } = open();
      const codes = await Promise.all(
        Array.from({ length: 6 }, () => codeOf(groups.create(group("raced")))),
      );
      expect(codes.toSorted()).toEqual([...Array(5).fill("conflict"), "none"]);
      const others = await Promise.all(
        ["r1", "r2", "r3"].map((name) => groups.create(group(name))),
      );
      const renamed = await Promise.all(
        others.map(({ id }) => codeOf(groups.update(id, { name: "renamed" }))),
      );
      expect(renamed.toSorted()).toEqual(["conflict", "conflict", "none"]);
    });

    it("changes only what a patch has", async () => {
      const { groups, addUser } = open();
      const memberIds = [await addUser()];
      const made = await groups.create(group("patched", memberIds));
      const renamed = await groups.update(made.id, { name: "patched again" });
      expect(renamed).toEqual({ ...made, name: "patched again" });
      const described = await groups.update(made.id, { description: "New" });
      expect(described).toEqual({ ...renamed, description: "New" });
    });

    it("never mixes two lists of members that are written at once", async () => {
      const { groups, addUser } = open();
      const { id } = await groups.create(group("mixed"));
      const lists = [[await addUser()], [await addUser()], [await addUser()], [await addUser()]];
      await Promise.all(lists.map((memberIds) => groups.update(id, { memberIds })));
      expect(lists).toContainEqual((await groups.update(id, {}))?.memberIds);
    });

    it("updates and removes only what is there", async () => {
      const { groups } = open();
      const { id } = await groups.create(group("removed"));
      expect(await groups.remove(id)).toBe(true);
      expect(await groups.remove(id)).toBe(false);
      expect(await groups.update(id, { name: "removed again" })).toBeNull();
      expect((await groups.create(group("removed"))).id).not.toBe(id);
    });
  });
}
