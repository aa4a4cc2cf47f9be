import { ParleyError } from "../errors.ts";
import type { Principal } from "../identity.ts";
import type { JsonObject } from "../json.ts";
import type { Group } from "../ports/groups.ts";
import type { ArenaTally } from "../ports/models.ts";
import type { Log } from "../ports/runtime.ts";
import type { Settings } from "../ports/settings.ts";
import { type AccessReason, accessTo, type Subject, subjectOf } from "./access.ts";
import { type ArenaHop, type Member, pick, weightOf } from "./arena.ts";
import type { ArenaReveal, ArenaRules, ModelDefinition } from "./definition.ts";
import {
  type ArenaEntry,
  chainOf,
  entriesOf,
  infoOf,
  isTrouble,
  type ModelEntry,
  type ModelInfo,
  type PresetEntry,
  type Trouble,
  troubleOf,
  type UpstreamEntry,
} from "./entries.ts";
import type { ConnectionProblem, Offer, UpstreamModels } from "./upstream-models.ts";

/** How a request gets from the model it names to the one that answers. */
export type Route = {
  requestedId: string;
  requestedName: string;
  /** Arenas on the way, outermost first; empty when none was, or when its pick was made before. */
  arenas: ArenaHop[];
  /** Whether the caller may learn the pick: the strictest arena on the way decides. Null: no arena. */
  reveal: ArenaReveal | null;
  /** What answers: a preset or an upstream's model. */
  model: UpstreamEntry | PresetEntry;
  /** From `model` down; empty when it is an upstream's. */
  presets: PresetEntry[];
  base: UpstreamEntry;
};

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
export type ModelAccess = AccessReason & {
  /** Of a preset: the model below that is closed to them. */
  closedBase?: string;
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
  #entries: Map<string, ModelEntry> = new Map();
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
    this.#entries = entriesOf(this.#options.upstreams.list(), this.#decisions.definitions);
    this.#options.onChange();
  }

  /** The models that somebody may use, unavailable ones included. */
  list(principal: Principal): ModelInfo[] {
    const subject = this.#subject(principal);
    return [...this.#entries.values()]
      .filter((entry) => this.#isOpen(entry, subject))
      .map((entry) => this.#info(entry, subject));
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

  /** Every model with what somebody may do with it, and why. */
  explain(person: Pick<Principal, "userId" | "role">): AccessRow[] {
    const subject = this.#subject(person);
    return [...this.#entries.values()].map((entry) => {
      const { id, name, kind } = entry;
      return { id, name, kind, access: this.#access(entry, subject) };
    });
  }

  /** Who of an arena's members could be chosen for somebody, and why the others couldn't. */
  members(
    rules: ArenaRules,
    person: Pick<Principal, "userId" | "role">,
    arenaId?: string,
  ): Member[] {
    const path = new Set(arenaId === undefined ? [] : [arenaId]);
    return this.#members(rules, this.#subject(person), path);
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
        entry = this.#usable(picked, subject);
        continue;
      }
      const hop = await this.#choose(entry, subject, path);
      arenas.push(hop);
      entry = this.#usable(hop.picked, subject);
    }
    const chain = chainOf(entry, this.#entries);
    const trouble = isTrouble(chain) ? chain : troubleOf(entry, chain);
    if (isTrouble(chain) || trouble !== null) throw unavailable(trouble);
    const { id: requestedId, name: requestedName } = requested;
    return { requestedId, requestedName, arenas, reveal, model: entry, ...chain };
  }

  async #choose(entry: ArenaEntry, subject: Subject, path: Set<string>): Promise<ArenaHop> {
    const { arena: rules } = entry.definition;
    const { tally, random } = this.#options;
    const members = this.#members(rules, subject, path);
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
      rules.strategy === "least-compared" ? await tally.counts(entry.id) : new Map<string, number>();
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

  #members(rules: ArenaRules, subject: Subject, path: ReadonlySet<string>): Member[] {
    const named = new Set(rules.modelIds);
    if (rules.filterMode === "include") {
      return [...named].map((modelId) => this.#member(modelId, { rules, subject, path }));
    }
    return [...this.#entries.values()]
      .filter((entry) => entry.kind !== "arena" && entry.definition?.hidden !== true)
      .map(({ id }) =>
        named.has(id)
          ? { modelId: id, passedOver: "excluded" }
          : this.#member(id, { rules, subject, path }),
      );
  }

  #member(
    modelId: string,
    context: { rules: ArenaRules; subject: Subject; path: ReadonlySet<string> },
  ): Member {
    const { rules, subject, path } = context;
    const entry = this.#entries.get(modelId);
    if (entry === undefined) return { modelId, passedOver: "missing" };
    if (entry.kind === "arena" && (!rules.nested || path.has(modelId))) {
      return { modelId, passedOver: "arena" };
    }
    if (!this.#access(entry, subject).allowed) return { modelId, passedOver: "not-allowed" };
    if (entry.definition?.enabled === false) return { modelId, passedOver: "unavailable" };
    if (rules.strategy === "weighted" && weightOf(rules, modelId) === 0) {
      return { modelId, passedOver: "weight-zero" };
    }
    if (entry.kind === "arena") {
      const inner = this.#members(entry.definition.arena, subject, new Set([...path, modelId]));
      const empty = inner.every((member) => member.passedOver !== null);
      return { modelId, passedOver: empty ? "empty-arena" : null };
    }
    return { modelId, passedOver: this.#trouble(entry) === null ? null : "unavailable" };
  }

  #subject(person: Pick<Principal, "userId" | "role">): Subject {
    return subjectOf(person, this.#groupsOf.get(person.userId) ?? new Set());
  }

  /** "Not there", "not yours" and "switched off" are one answer. */
  #usable(modelId: string, subject: Subject): ModelEntry {
    const entry = this.#entries.get(modelId);
    if (entry === undefined || !this.#isOpen(entry, subject)) {
      throw new ParleyError(
        "model_not_found",
        `There is no model "${modelId.slice(0, 200)}", or it is not yours. GET /v1/models lists what there is.`,
        { param: "model" },
      );
    }
    return entry;
  }

  #isOpen(entry: ModelEntry, subject: Subject): boolean {
    return entry.definition?.enabled !== false && this.#access(entry, subject).allowed;
  }

  /** A preset is open only if all that it stands on is. */
  #access(entry: ModelEntry, subject: Subject): ModelAccess {
    const { modelAccess } = this.#decisions;
    const ask = (one: ModelEntry) =>
      accessTo(one.definition, subject, { permission: "read", modelAccess });
    const own = ask(entry);
    if (!own.allowed || entry.kind !== "preset") return own;
    const chain = chainOf(entry, this.#entries);
    if (isTrouble(chain)) return own;
    const closed = [...chain.presets, chain.base].find((one) => !ask(one).allowed);
    return closed === undefined
      ? own
      : { allowed: false, because: "no-grant", closedBase: closed.id };
  }

  #trouble(entry: UpstreamEntry | PresetEntry): Trouble | null {
    const chain = chainOf(entry, this.#entries);
    return isTrouble(chain) ? chain : troubleOf(entry, chain);
  }

  #info(entry: ModelEntry, subject: Subject): ModelInfo {
    if (entry.kind === "arena") {
      const members = this.#members(entry.definition.arena, subject, new Set([entry.id]));
      const empty = members.every((member) => member.passedOver !== null);
      const sentence = "None of its models is available to you right now.";
      return infoOf(entry, null, empty ? { kind: "unavailable", sentence } : null);
    }
    const chain = chainOf(entry, this.#entries);
    if (isTrouble(chain)) return infoOf(entry, null, chain);
    return infoOf(entry, chain.base, troubleOf(entry, chain));
  }
}

function stricter(one: ArenaReveal | null, other: ArenaReveal): ArenaReveal {
  const order: ArenaReveal[] = ["at-once", "after-rating", "never"];
  return one === null || order.indexOf(other) > order.indexOf(one) ? other : one;
}

function unavailable(trouble: Trouble | null): ParleyError {
  const sentence = trouble?.sentence ?? "This model is unavailable.";
  return new ParleyError("upstream_unavailable", sentence, { param: "model" });
}
