import type { Clock, ConnectionRepository, Log, NewConnection, UpstreamModels } from "@parley/core";
import type { Env } from "../env.ts";

/** Where Ollama listens when nothing else was said. */
const ollamaDefault = "http://127.0.0.1:11434";

function nameOf(url: string, kind: string): string {
  const { host } = new URL(url);
  if (kind === "ollama") return url === ollamaDefault ? "Ollama" : `Ollama at ${host}`;
  return host === "api.openai.com" ? "OpenAI" : host;
}

function seedOf(
  kind: "openai" | "ollama",
  url: string,
  apiKey: string | null,
): NewConnection & { seed: string } {
  return {
    kind,
    name: nameOf(url, kind),
    baseUrl: url,
    apiKey,
    enabled: true,
    prefix: null,
    seed: `${kind}:${url}`,
  };
}

/** The connections that the environment names, once each: what an admin changes afterwards wins. */
export async function seedConnections(env: Env, connections: ConnectionRepository): Promise<void> {
  for (const [position, url] of env.OPENAI_BASE_URLS.entries()) {
    await connections.seed(seedOf("openai", url, env.OPENAI_API_KEYS[position] || null));
  }
  for (const url of env.OLLAMA_BASE_URLS ?? []) {
    await connections.seed(seedOf("ollama", url, null));
  }
}

/**
 * Looks for an Ollama at its usual place, now and then until one answers, and connects it. Returns how
 * to stop looking.
 */
export function watchForOllama(parts: {
  connections: ConnectionRepository;
  upstreams: UpstreamModels;
  answers: (url: string) => Promise<boolean>;
  clock: Clock;
  log: Log;
  everyMs?: number;
}): () => void {
  const { connections, upstreams, answers, clock, log, everyMs = 30_000 } = parts;
  let cancel: () => void = () => undefined;
  const look = async () => {
    try {
      if (await answers(ollamaDefault)) {
        const seeded = await connections.seed(seedOf("ollama", ollamaDefault, null));
        if (seeded) {
          log.info("Found Ollama", { url: ollamaDefault });
          await upstreams.reload();
        }
        return;
      }
    } catch (error) {
      log.warn("Looking for Ollama failed", { error });
    }
    cancel = clock.after(everyMs, () => void look());
  };
  void look();
  return () => cancel();
}
