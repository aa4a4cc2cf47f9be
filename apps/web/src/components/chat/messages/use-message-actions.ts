import { siblingOf } from "../state/predicates.ts";
import type { Rating } from "../state/rating.ts";
import type { BranchMessage } from "../state/types.ts";
import { useChat } from "../use/chat-context.tsx";
import { useProblemToast } from "../use/use-problem-toast.ts";
import { useFollowing } from "./use-follow.ts";

/** What can be done with one message; failures are said at the page's edge. */
export function useMessageActions(message: BranchMessage) {
  const { session, model, setPickerOpen } = useChat();
  const onProblem = useProblemToast();
  const following = useFollowing();
  const attempt = (work: Promise<unknown>) => {
    work.catch(onProblem);
  };
  return {
    regenerate() {
      if (message.parentId === null) return;
      if (model?.available) attempt(session.regenerate(message.parentId, model.id));
      else setPickerOpen(true);
    },
    regenerateWith(modelId: string) {
      if (message.parentId !== null) attempt(session.regenerate(message.parentId, modelId));
    },
    resume: () => attempt(session.resume(message.id)),
    rate: (rating: Rating | null) => attempt(session.rate(message.id, rating)),
    remove: () => attempt(session.remove(message.id)),
    /** Shows the version before (-1) or after (1) this one; what is compared stays in view. */
    showSibling(step: 1 | -1) {
      const sibling = siblingOf(message, step);
      if (sibling === null) return;
      following?.detach();
      attempt(session.showBranch(sibling));
    },
  };
}
