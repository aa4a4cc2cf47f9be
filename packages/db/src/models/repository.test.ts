import { type Grant, modelDefinition } from "@parley/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase } from "../create-database.ts";
import { type TestDatabase, testDatabase } from "../testing/index.ts";

const upstream = (id: string, grants: Grant[] | null = null) =>
  modelDefinition.parse({ kind: "upstream", id, grants });

describe("models in PostgreSQL", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(async () => {
    await database.stop();
  });

  it("drops the grants and memberships of a person who is removed, and keeps what they made", async () => {
    const { models, groups, prisma, addUser } = database;
    const [gone, kept] = [await addUser(), await addUser()];
    const { id } = await groups.create({ name: "Crew", description: "", memberIds: [gone, kept] });
    const grants: Grant[] = [gone, kept].map((id) => ({ to: "user", id, permission: "read" }));
    await models.create(upstream("owned", grants), gone);
    await prisma.user.delete({ where: { id: gone } });
    expect(await models.find("owned")).toMatchObject({
      ownerId: null,
      grants: [{ to: "user", id: kept }],
    });
    expect((await groups.list()).find((group) => group.id === id)?.memberIds).toEqual([kept]);
  });

  it("drops the grants and memberships of a group that is removed, and keeps it closed", async () => {
    const { models, groups, prisma, addUser } = database;
    const memberIds = [await addUser()];
    const { id } = await groups.create({ name: "Short-lived", description: "", memberIds });
    await models.create(upstream("closed", [{ to: "group", id, permission: "write" }]), null);
    await groups.remove(id);
    expect(await models.find("closed")).toMatchObject({ grants: [] });
    expect(await prisma.modelGrant.count({ where: { modelId: "closed" } })).toBe(0);
    expect(await prisma.groupMember.count({ where: { groupId: id } })).toBe(0);
  });

  it.each([
    ["of an unknown kind", { kind: "orchestra" }],
    ["with a key this version doesn't know", { data: { meta: {}, voice: "deep" } }],
    ["whose data is no object", { data: [1] }],
    ["without what its kind needs", { kind: "preset", name: "Without a base" }],
  ])("leaves out a definition %s, and says so", async (_, change) => {
    const { prisma, url } = database;
    const said: unknown[] = [];
    const log = {
      ...{ info: () => undefined, warn: () => undefined },
      error: (_message: string, fields?: object) => said.push(fields),
    };
    const secret = "a secret of at least thirty-two letters";
    const other = await createDatabase({ url, secret, log });
    try {
      await other.models.create(upstream("readable"), null);
      await other.models.create(upstream("newer"), null);
      await prisma.modelDefinition.update({ where: { id: "newer" }, data: change });
      const ids = (await other.models.list()).map(({ id }) => id);
      expect(ids).toContain("readable");
      expect(ids).not.toContain("newer");
      expect(said).toEqual([{ model: "newer", reason: expect.stringMatching(/./) }]);
      expect(await other.models.find("newer")).toBeNull();
      expect(await other.models.create(upstream("newer"), null)).toBeNull();
      expect(await other.models.replace(upstream("newer"))).toBeNull();
      const row = await prisma.modelDefinition.findUniqueOrThrow({ where: { id: "newer" } });
      expect(row).toMatchObject(change);
    } finally {
      await other.models.remove("newer");
      await other.models.remove("readable");
      await other.close();
    }
  });

  it("never fails while people, groups and models are removed under it", async () => {
    const { models, groups, prisma, addUser } = database;
    for (let round = 0; round < 8; round += 1) {
      const people = [await addUser(), await addUser(), await addUser()];
      const [first = "", second = ""] = people;
      const group = await groups.create({ name: "Busy", description: "", memberIds: people });
      const grants: Grant[] = [
        ...people.map((id): Grant => ({ to: "user", id, permission: "read" })),
        { to: "group", id: group.id, permission: "read" },
      ];
      for (const id of ["m1", "m2"]) await models.create(upstream(id, grants), first);
      const turned = grants.toReversed();
      await Promise.all([
        models.replace(upstream("m1", turned)),
        prisma.user.delete({ where: { id: first } }),
        models.create(upstream("m3", turned), first),
        models.replace(upstream("m2", grants)),
        groups.update(group.id, { memberIds: people.toReversed() }),
        groups.remove(group.id),
        models.replace(upstream("m1", grants)),
        prisma.user.delete({ where: { id: second } }),
        models.remove("m2"),
      ]);
      const left = [{ to: "user", id: people[2], permission: "read" }];
      expect(await models.find("m1")).toMatchObject({ ownerId: null, grants: left });
      expect(await models.find("m2")).toBeNull();
      for (const id of ["m1", "m3"]) await models.remove(id);
    }
  });
});
