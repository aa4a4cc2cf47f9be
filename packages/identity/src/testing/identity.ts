import type { AccessChange, Log, Principal, SettingsRepository } from "@parley/core";
import type { PrismaClient } from "@parley/db";
import { testDatabase } from "@parley/db/testing";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { createIdentity, type IdentityService } from "../create-identity.ts";
import type { IdentityOptions } from "../options.ts";

const testSecret = "kV7pQ2xZ9rT4mB1wL8nC3dF6gH5jK0sY";
export const testOrigin = "http://127.0.0.1:3000";
const ipHeader = "x-parley-client-address";
/** Takes what is said and forgets it. */
const quietLog: Log = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
const unlimited = { max: 1_000_000, windowMs: 60_000 };

export type TestIdentity = {
  readonly identity: IdentityService;
  readonly prisma: PrismaClient;
  readonly settings: SettingsRepository;
  readonly changes: { userId: string; change: AccessChange }[];
  readonly errors: string[];
  /** Another service on the same database, as another process would run it. */
  another(options?: Partial<IdentityOptions>): IdentityService;
};

/** One database per test file, empty before every test; attempts are unlimited unless options say so. */
export function useIdentity(options: Partial<IdentityOptions> = {}): TestIdentity {
  let database: Awaited<ReturnType<typeof testDatabase>> | undefined;
  let identity: IdentityService | undefined;
  const services: IdentityService[] = [];
  const changes: TestIdentity["changes"] = [];
  const errors: string[] = [];
  const log: Log = { ...quietLog, error: (message) => errors.push(message) };

  function opened() {
    if (database === undefined) throw new Error("the database opens before the first test");
    return database;
  }

  function another(more: Partial<IdentityOptions> = {}): IdentityService {
    const service = createIdentity({
      prisma: opened().prisma,
      settings: opened().settings,
      secret: testSecret,
      log,
      attempts: {
        signInPerAccount: unlimited,
        signInPerAddress: unlimited,
        signUpPerAddress: unlimited,
        changePasswordPerAddress: unlimited,
      },
      ...options,
      ...more,
    });
    services.push(service);
    return service;
  }

  beforeAll(async () => {
    // Fifty sign-ups share the pool on purpose; the last of them waits long on a loaded machine.
    database = await testDatabase({ connectMs: 120_000 });
  });
  beforeEach(async () => {
    await opened().prisma.user.deleteMany();
    await opened().settings.write({ signUp: "approve" });
    changes.length = 0;
    errors.length = 0;
    identity = another();
    identity.onAccessChanged((userId, change) => changes.push({ userId, change }));
  });
  afterAll(async () => {
    await Promise.all(services.map((service) => service.close()));
    await database?.close();
  });

  return {
    get identity() {
      if (identity === undefined) throw new Error("the identity is made before each test");
      return identity;
    },
    get prisma() {
      return opened().prisma;
    },
    get settings() {
      return opened().settings;
    },
    changes,
    errors,
    another,
  };
}

/** A browser with a cookie jar, at one address, on Parley's own page. */
export class TestBrowser {
  readonly #cookies = new Map<string, string>();
  readonly #identity: IdentityService;
  readonly #address: string;

  constructor(identity: IdentityService, address = "192.0.2.1") {
    this.#identity = identity;
    this.#address = address;
  }

  get headers(): Headers {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    return new Headers(cookie === "" ? {} : { cookie });
  }

  /** The headers of a request with the cookies of now, as a stolen copy would send them later. */
  principal(): Promise<Principal | null> {
    return this.#identity.principal(this.headers);
  }

  async post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return this.#send(path, {
      method: "POST",
      body: typeof body === "string" ? body : JSON.stringify(body),
      headers: { "content-type": "application/json", origin: testOrigin, ...headers },
    });
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.#send(path, { method: "GET", headers });
  }

  signUp(name: string, more: Record<string, unknown> = {}): Promise<Response> {
    return this.post("/sign-up/email", { ...credentials(name), name, ...more });
  }

  signIn(name: string, password?: string): Promise<Response> {
    const given = credentials(name);
    return this.post("/sign-in/email", { ...given, password: password ?? given.password });
  }

  async #send(
    path: string,
    init: { method: string; body?: string; headers: Record<string, string> },
  ) {
    const headers = new Headers({ host: "127.0.0.1:3000", [ipHeader]: this.#address });
    for (const [name, value] of this.headers) headers.set(name, value);
    for (const [name, value] of Object.entries(init.headers)) headers.set(name, value);
    const response = await this.#identity.handler(
      new Request(`${testOrigin}/api/auth${path}`, { ...init, headers }),
    );
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return response;
  }

  #keep(line: string): void {
    const [pair = "", ...attributes] = line.split(";");
    const at = pair.indexOf("=");
    const gone = attributes.some((attribute) => /^\s*max-age=0\s*$/i.test(attribute));
    if (gone) this.#cookies.delete(pair.slice(0, at));
    else this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
}

export function credentials(name: string) {
  return { email: `${name.toLowerCase()}@example.org`, password: `${name}'s long password` };
}

/** Signs somebody up and hands over their browser and id. */
export async function signedUp(test: TestIdentity, name: string) {
  const browser = new TestBrowser(test.identity);
  const response = await browser.signUp(name);
  if (response.status !== 200)
    throw new Error(`${name} could not sign up: ${await response.text()}`);
  const principal = await browser.principal();
  if (principal === null) throw new Error(`${name} is not signed in`);
  return { browser, userId: principal.userId };
}
