import { ParleyError } from "../errors.ts";
import type { Principal } from "../identity.ts";
import type { JsonObject } from "../json.ts";
import type { Group } from "../ports/groups.ts";
import type { ArenaTally } from "../ports/models.ts";
import type { Log } from "../ports/runtime.ts";
import type { Settings } from "../ports/settings.ts";
import { type Subject, subjectOf } from "./access.ts";
import { type ArenaHop, type Member, pick } from "./arena.ts";
import { type ChangeableModel, changeableDefinition, mayChange, type Seen } from "./change.ts";
import type { ArenaReveal, ArenaRules, ModelDefinition } from "./definition.ts";
import { accessIn, type Catalogue, isOpen, type ModelAccess, membersIn } from "./eligibility.ts";
import {
  type ArenaEntry,
  chainOf,
  entriesOf,
  infoOf,
  isTrouble,
  type ManagedModel,
  type ModelEntry,
  type ModelInfo,
  managedGone,
  type Trouble,
  troubleOf,
} from "./entries.ts";
import type { ConnectionProblem, Offer } from "./offers.ts";
import { isBlind, modelNotFound, pickGone, type Route, stricter, unavailable } from "./route.ts";
import type { UpstreamModels } from "./upstream-models.ts";

/** What the registry is made of, as it was read last. */
export type Decisions = {
  definitions: ModelDefinition[];
  groups: Group[];
  modelAccess: Settings["modelAccess"];
  defaultParams: JsonObject;
};

export type ModelRegistryOptions = {
  upstreams: UpstreamModels;
  /** Reads what admins decided. */
  decisions: () => Promise<Decisions>;
  tally: ArenaTally;
  /** Numbers in [0, 1): `Math.random`, or a test's own. */
  random: () => number;
  log: Log;
  /** Called when what somebody sees may have changed. */
  onChange: () => void;
};

/** What somebody can do with a model, and why. */
export type AccessRow = { id: string; name: string; kind: ModelEntry["kind"]; access: ModelAccess };

/** What those learn who may change a model, but not use what it stands on. */
const standsOnClosed: Trouble = {
  kind: "unavailable",
  sentence: "It stands on a model that is not open to you.",
};

/** Every model there is, and who may use it. Decisions are kept in memory: routing asks no database. */
export class ModelRegistry {
  readonly #options: ModelRegistryOptions;
  #decisions: Decisions = {
    definitions: [],
    groups: [],
    modelAccess: "everyone",
    defaultParams: {},
  };
  #catalogue: Catalogue = { entries: new Map(), modelAccess: "everyone" };
  #groupsOf = new Map<string, Set<string>>();

  constructor(options: ModelRegistryOptions) {
    this.#options = options;
  }

  /** Reads the decisions again. */
  async reload(): Promise<void> {
    this.#decisions = await this.#options.decisions();
    this.#groupsOf = new Map();
    for (const group of this.#decisions.groups) {
      for (const userId of group.memberIds) {
        this.#groupsOf.set(userId, (this.#groupsOf.get(userId) ?? new Set()).add(group.id));
      }
    }
    this.refresh();
  }

  /** To be called when what connections offer has changed. */
  refresh(): void {
    const { definitions, modelAccess } = this.#decisions;
    this.#catalogue = {
      entries: entriesOf(this.#options.upstreams.list(), definitions),
      modelAccess,
    };
    this.#options.onChange();
  }

  /** The models that somebody may use, unavailable ones included. */
  list(principal: Principal): ModelInfo[] {
    const subject = this.#subject(principal);
    return [...this.#catalogue.entries.values()]
      .filter((entry) => isOpen(this.#catalogue, entry, subject))
      .map((entry) => this.#info(entry, subject));
  }

  /**
   * What admins noted on a model that somebody may use, and on what it stands on. Null when it is not
   * there, or not theirs.
   */
  attachments(
    principal: Principal,
    modelId: string,
  ): { id: string; name: string; metas: JsonObject[] } | null {
    const entry = this.#catalogue.entries.get(modelId);
    if (entry === undefined || !isOpen(this.#catalogue, entry, this.#subject(principal))) {
      return null;
    }
    const { id, name } = entry;
    const chain = entry.kind === "arena" ? null : chainOf(entry, this.#catalogue.entries);
    const below = chain === null || isTrouble(chain) ? [] : [...chain.presets, chain.base];
    const metas = [...new Set([entry, ...below])].map(({ definition }) => definition?.meta ?? {});
    return { id, name, metas };
  }

  /** Request keys that every model gets. */
  get defaultParams(): JsonObject {
    return this.#decisions.defaultParams;
  }

  /** The filters of pipelines servers. */
  filters(): Offer[] {
    return this.#options.upstreams.filters();
  }

  problems(): ConnectionProblem[] {
    return this.#options.upstreams.problems();
  }

  /** All models by id, whoever may use them. */
  get entries(): ReadonlyMap<string, ModelEntry> {
    return this.#catalogue.entries;
  }

  /** Everything there is, with what was decided about it. */
  managed(principal: Principal): ManagedModel[] {
    const subject = this.#subject(principal);
    const present = [...this.#catalogue.entries.values()].map((entry) => ({
      info: this.#info(entry, subject),
      definition: entry.definition,
      connections: entry.kind === "upstream" ? entry.offers.map((o) => o.connection.name) : [],
    }));
    const gone = this.#decisions.definitions
      .filter(({ id }) => !this.#catalogue.entries.has(id))
      .map(managedGone);
    return [...present, ...gone];
  }

  /** All models, as they are for somebody now. */
  seenBy(person: Pick<Principal, "userId" | "role">): Seen {
    return { catalogue: this.#catalogue, subject: this.#subject(person) };
  }

  /** The presets and arenas that somebody may change, without what is for admins only. */
  changeable(principal: Principal): ChangeableModel[] {
    const seen = this.seenBy(principal);
    return [...this.#catalogue.entries.values()].flatMap((entry) => {
      if (entry.definition === null || !mayChange(seen, entry.definition)) return [];
      const definition = changeableDefinition(entry.definition);
      const info = accessIn(seen.catalogue, entry, seen.subject).allowed
        ? this.#info(entry, seen.subject)
        : infoOf(entry, null, standsOnClosed);
      return [{ info: { ...info, meta: definition.meta }, definition }];
    });
  }

  /** Every model with what somebody may do with it, and why. */
  explain(person: Pick<Principal, "userId" | "role">): AccessRow[] {
    const subject = this.#subject(person);
    return [...this.#catalogue.entries.values()].map((entry) => {
      const { id, name, kind } = entry;
      return { id, name, kind, access: accessIn(this.#catalogue, entry, subject) };
    });
  }

  /** Who of an arena's members could be chosen for somebody, and why the others couldn't. */
  members(
    rules: ArenaRules,
    person: Pick<Principal, "userId" | "role">,
    arenaId?: string,
  ): Member[] {
    const path = new Set(arenaId === undefined ? [] : [arenaId]);
    return membersIn(this.#catalogue, rules, { subject: this.#subject(person), path });
  }

  /**
   * Finds what answers a request for `modelId`; `picked` is what an arena chose for this answer before,
   * and is not chosen anew. Rejects with `model_not_found` (also for what is not the caller's),
   * `arena_empty`, or `upstream_unavailable` with the reason.
   */
  async route(principal: Principal, modelId: string, picked: string | null = null): Promise<Route> {
    const subject = this.#subject(principal);
    const requested = this.#usable(modelId, subject);
    const arenas: ArenaHop[] = [];
    let reveal: ArenaReveal | null = null;
    let entry = requested;
    const path = new Set<string>();
    while (entry.kind === "arena") {
      reveal = stricter(reveal, entry.definition.arena.reveal);
      path.add(entry.id);
      if (picked !== null) {
        const found = this.#catalogue.entries.get(picked);
        const isUsable = found !== undefined && isOpen(this.#catalogue, found, subject);
        if (!isUsable) throw isBlind({ reveal }) ? pickGone() : modelNotFound(picked);
        entry = found;
        continue;
      }
      const hop = await this.#choose(entry, subject, path);
      arenas.push(hop);
      entry = this.#usable(hop.picked, subject);
    }
    const chain = chainOf(entry, this.#catalogue.entries);
    const trouble = isTrouble(chain) ? chain : troubleOf(entry, chain);
    if (isTrouble(chain) || trouble !== null) {
      throw picked !== null && isBlind({ reveal }) ? pickGone() : unavailable(trouble);
    }
    const { id: requestedId, name: requestedName } = requested;
    return { requestedId, requestedName, arenas, reveal, model: entry, ...chain };
  }

  async #choose(entry: ArenaEntry, subject: Subject, path: Set<string>): Promise<ArenaHop> {
    const { arena: rules } = entry.definition;
    const { tally, random } = this.#options;
    const members = membersIn(this.#catalogue, rules, { subject, path });
    const candidates = members.filter((member) => member.passedOver === null);
    const [first, ...others] = candidates.map(({ modelId }) => modelId);
    if (first === undefined) {
      throw new ParleyError(
        "arena_empty",
        `None of the models of ${entry.name} can answer you right now: they are unavailable, or not open to you. Choose another model, or ask an admin.`,
        { param: "model" },
      );
    }
    const counts =
      rules.strategy === "least-compared"
        ? await tally.counts(entry.id)
        : new Map<string, number>();
    const picked = pick([first, ...others], rules, { random, counts });
    return {
      arenaId: entry.id,
      strategy: rules.strategy,
      candidates: [first, ...others],
      passedOver: members.flatMap(({ modelId, passedOver }) =>
        passedOver === null ? [] : [{ modelId, why: passedOver }],
      ),
      picked,
    };
  }

  #subject(person: Pick<Principal, "userId" | "role">): Subject {
    return subjectOf(person, this.#groupsOf.get(person.userId) ?? new Set());
  }

  /** "Not there", "not yours" and "switched off" are one answer. */
  #usable(modelId: string, subject: Subject): ModelEntry {
    const entry = this.#catalogue.entries.get(modelId);
    if (entry === undefined || !isOpen(this.#catalogue, entry, subject)) {
      throw modelNotFound(modelId);
    }
    return entry;
  }

  #info(entry: ModelEntry, subject: Subject): ModelInfo {
    if (entry.kind === "arena") {
      const path = new Set([entry.id]);
      const members = membersIn(this.#catalogue, entry.definition.arena, { subject, path });
      const empty = members.every((member) => member.passedOver !== null);
      const sentence = "None of its models is available to you right now.";
      return infoOf(entry, null, empty ? { kind: "unavailable", sentence } : null);
    }
    const chain = chainOf(entry, this.#catalogue.entries);
    if (isTrouble(chain)) return infoOf(entry, null, chain);
    return infoOf(entry, chain.base, troubleOf(entry, chain));
  }
}
