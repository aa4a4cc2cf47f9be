import { noThinkingBack } from "./changes.ts";
import { forThinkingModels } from "./openai.ts";
import type { Target, Vendor } from "./vendor.ts";

const defaultVersion = "2024-10-21";
const ofDeployment = /\/deployments\/([^/]+)$/;

function target({ base, path, model }: Target): string {
  const own = base.pathname.replace(/\/+$/, "");
  // The newer API has no versions, and deployments are its models.
  if (/\/v1$/.test(own)) return own + path + base.search;
  const query = new URLSearchParams(base.search);
  if (!query.has("api-version")) query.set("api-version", defaultVersion);
  const deployment =
    model === null || ofDeployment.test(own) ? "" : `/deployments/${encodeURIComponent(model)}`;
  return `${own === "" ? "/openai" : own}${deployment}${path}?${query}`;
}

/**
 * https://learn.microsoft.com/azure/ai-foundry/openai/reference. The address is a resource
 * (https://NAME.openai.azure.com), one deployment of it (…/openai/deployments/NAME?api-version=…), or
 * the newer API (…/openai/v1).
 */
export const azure: Vendor = {
  name: "Azure OpenAI",
  host: /\.(?:openai|cognitiveservices|services\.ai)\.azure\.com$/,
  authorize: (key) => ({ "api-key": key }),
  target,
  models(base) {
    const id = ofDeployment.exec(base.pathname.replace(/\/+$/, ""))?.[1];
    return id === undefined ? null : [{ id, name: id }];
  },
  request: [forThinkingModels, noThinkingBack],
};
