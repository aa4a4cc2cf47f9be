import { keepFunctionChatScreens } from "../../fixtures/function-chat-screens.ts";
import { keepFunctionScreens } from "../../fixtures/function-screens.ts";
import { keepArenaScreens, keepModelScreens } from "../../fixtures/model-screens.ts";
import {
  keepAccountScreens,
  keepAdminScreens,
  keepAnswerScreens,
  keepChatScreens,
  keepPipelinesScreens,
} from "../../fixtures/screens.ts";
import { test } from "../../fixtures/test.ts";

test("pictures of the account pages", async ({ visit }) => keepAccountScreens(visit));
test("pictures of the admin pages", async ({ visit }) => keepAdminScreens(visit));
test("pictures of the chat page", async ({ visit }) => keepChatScreens(visit));
test("pictures of a long answer", async ({ visit }) => keepAnswerScreens(visit));
test("pictures of the pages about models and groups", async ({ visit }) => {
  // Many pictures, each taken twice.
  test.setTimeout(120_000);
  await keepModelScreens(visit);
});
test("pictures of an arena's answer", async ({ visit }) => keepArenaScreens(visit));
test("pictures of the pipelines page", async ({ visit }) => keepPipelinesScreens(visit));
test("pictures of the pages about functions", async ({ visit }) => {
  // Processes are started in it.
  test.setTimeout(120_000);
  await keepFunctionScreens(visit);
});
test("pictures of what functions do in a chat", async ({ visit }) => {
  // They run in processes of their own, which begin one by one.
  test.setTimeout(120_000);
  await keepFunctionChatScreens(visit);
});
