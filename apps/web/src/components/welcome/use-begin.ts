import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { broughtText } from "#components/chat/composer/use-brought-text.ts";
import { chooseModel } from "#components/chat/state/models.ts";
import type { ModelInfo } from "#components/chat/state/types.ts";
import { readLastModel } from "#components/chat/use/last-model.ts";
import { useTRPC } from "#lib/trpc.ts";

/** Goes to a new chat with a first question in the field, one that suits the model that will answer. */
export function useBegin(): () => Promise<void> {
  const t = useTranslations("welcome.first");
  const router = useRouter();
  const queryClient = useQueryClient();
  const trpc = useTRPC();

  const answering = async (): Promise<ModelInfo | null> => {
    const options = { ...trpc.models.list.queryOptions(), staleTime: 0 };
    try {
      const { models } = await queryClient.fetchQuery(options);
      return chooseModel(models, { chat: null, asked: null, last: readLastModel() }).model;
    } catch {
      // The chat page reads the models itself, and says why when it can't.
      return null;
    }
  };
  return async () => {
    const model = await answering();
    const text = model === null ? null : t(model.demo ? "demo" : "real");
    router.push(text === null ? "/" : `/?${new URLSearchParams({ [broughtText]: text })}`);
  };
}
