/** People who are given something together. */
export type Group = {
  id: string;
  name: string;
  description: string;
  /** Ids of the people in it, ascending. */
  memberIds: string[];
  createdAt: number;
};

export type GroupPatch = Partial<Pick<Group, "name" | "description" | "memberIds">>;

/** Where groups live. A person who is removed leaves all of them; a removed group takes its grants along. */
export interface GroupRepository {
  /** All, by name, as JavaScript compares strings. */
  list(): Promise<Group[]>;
  /** Rejects with `conflict` when another group has the name. Ids of people who are not there are left out. */
  create(group: Pick<Group, "name" | "description" | "memberIds">): Promise<Group>;
  /** The same. `memberIds` replaces the whole list. Null when the group is not there. */
  update(id: string, patch: GroupPatch): Promise<Group | null>;
  remove(id: string): Promise<boolean>;
}
