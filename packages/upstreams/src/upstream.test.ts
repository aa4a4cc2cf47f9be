import { startModelServer } from "@parley/e2e/model-server";
import { createUpstream } from "./index.ts";
import { connectionTo } from "./testing/tools.ts";
import { type ContractSubject, describeUpstream } from "./testing/upstream-contract.ts";

async function scripted(kind: "openai" | "ollama", path: string, model: string) {
  const server = await startModelServer();
  let leavers = 0;
  return {
    upstream: createUpstream(connectionTo(kind, `${server.url}${path}`)),
    model,
    asks: {
      plain: "E2E:text:Grüße an alle 👋",
      plainAnswer: "Grüße an alle 👋",
      slow: "E2E:slow:12:10",
      refused: "E2E:error:418",
      brokenOff: "E2E:error-mid",
    },
    refusedStatus: 418,
    async clientLeft() {
      leavers += 1;
      await server.when(
        () => server.requests().filter(({ outcome }) => outcome === "left").length >= leavers,
      );
    },
    stop: () => server.stop(),
  } satisfies ContractSubject;
}

describeUpstream("openai", () => scripted("openai", "/v1", "scripted-small"));
describeUpstream("ollama", () => scripted("ollama", "", "scripted-small:latest"));
