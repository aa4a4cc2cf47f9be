import type { FunctionHook, FunctionKind } from "@parley/core";
import type {
  ArrowFunctionExpression,
  ExportDefaultDeclarationKind,
  Expression,
  Function as FunctionNode,
  ObjectExpression,
  ParamPattern,
  Program,
} from "oxc-parser";
import { problemAt } from "./problem.ts";

const makers: Record<string, FunctionKind> = {
  defineFilter: "filter",
  definePipe: "pipe",
  defineAction: "action",
};

const hooksOf: Record<FunctionKind, FunctionHook[]> = {
  filter: ["inlet", "stream", "outlet"],
  pipe: ["pipe"],
  action: ["action"],
};

const common = [
  ...["id", "valves", "user", "model", "metadata", "chatId", "messageId", "request"],
  ...["signal", "emit", "call", "fetch", "complete", "storage"],
];

/** What each handler may name. */
const nameable: Record<FunctionHook, string[]> = {
  inlet: ["body", "state", ...common],
  stream: ["event", "body", "state", ...common],
  outlet: ["body", "state", ...common],
  pipe: ["body", "sub", ...common],
  action: ["body", "sub", ...common],
};

export type Shape = { kind: FunctionKind; hooks: Partial<Record<FunctionHook, string[]>> };

type Handler = FunctionNode | ArrowFunctionExpression;

/** Finds what a source exports: its kind, its handlers, and what each of them names. */
export function shapeOf(source: string, program: Program): Shape {
  const fail = (offset: number, sentence: string) => problemAt(source, offset, sentence);
  const tops = topLevel(program);
  const { kind, options } = exported(program, tops, fail);
  const hooks: Shape["hooks"] = {};
  for (const property of options.properties) {
    if (property.type === "SpreadElement" || property.computed) {
      throw fail(property.start, "Write the properties out: they are read when it is saved.");
    }
    const { key } = property;
    const name =
      key.type === "Identifier" ? key.name : key.type === "Literal" ? String(key.value) : "";
    const hook = hooksOf[kind].find((known) => known === name);
    if (hook === undefined) {
      if (Object.hasOwn(nameable, name)) throw fail(key.start, `A ${kind} has no ${name}.`);
      continue;
    }
    const handler = handlerIn(property.value, tops);
    if (handler === null) {
      throw fail(property.value.start, `${name} has to be a function that is written here.`);
    }
    hooks[hook] = namesIn(hook, handler, fail);
  }
  if (Object.keys(hooks).length === 0) {
    throw fail(options.start, `A ${kind} needs ${list(hooksOf[kind])}.`);
  }
  return { kind, hooks };
}

type Fail = (offset: number, sentence: string) => Error;
type Tops = Map<string, Expression | FunctionNode>;

/** What stands at the top of the module by name: functions, and constants with a value. */
function topLevel(program: Program): Tops {
  const tops: Tops = new Map();
  for (const statement of program.body) {
    const declared =
      statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    if (declared?.type === "FunctionDeclaration" && declared.id)
      tops.set(declared.id.name, declared);
    if (declared?.type !== "VariableDeclaration" || declared.kind !== "const") continue;
    for (const { id, init } of declared.declarations) {
      if (id.type === "Identifier" && init) tops.set(id.name, init);
    }
  }
  return tops;
}

/** The local names under which `defineFilter` and the others were imported. */
function makersIn(program: Program): Map<string, FunctionKind> {
  const found = new Map<string, FunctionKind>();
  for (const statement of program.body) {
    if (statement.type !== "ImportDeclaration") continue;
    if (statement.source.value !== "@parley/functions") continue;
    for (const specifier of statement.specifiers) {
      if (specifier.type !== "ImportSpecifier" || specifier.imported.type !== "Identifier")
        continue;
      const kind = makers[specifier.imported.name];
      if (kind !== undefined) found.set(specifier.local.name, kind);
    }
  }
  return found;
}

function exported(
  program: Program,
  tops: Tops,
  fail: Fail,
): { kind: FunctionKind; options: ObjectExpression } {
  const statement = program.body.find(({ type }) => type === "ExportDefaultDeclaration");
  const wanted = "`export default defineFilter({ … })` (or definePipe, defineAction)";
  if (statement?.type !== "ExportDefaultDeclaration") throw fail(0, `${wanted} is missing.`);
  const value = resolved(statement.declaration, tops);
  const kind =
    value?.type === "CallExpression" && value.callee.type === "Identifier"
      ? makersIn(program).get(value.callee.name)
      : undefined;
  if (value?.type !== "CallExpression" || kind === undefined) {
    throw fail(statement.start, `The default export has to be ${wanted}.`);
  }
  const [given] = value.arguments;
  const options =
    given === undefined || given.type === "SpreadElement" ? null : resolved(given, tops);
  if (options?.type !== "ObjectExpression") {
    throw fail(value.start, "What it is given has to be an object that is written here.");
  }
  return { kind, options };
}

type Value = Expression | FunctionNode | ExportDefaultDeclarationKind;

/** A value behind type annotations, parentheses and the name of a constant. */
function resolved(node: Value, tops: Tops, depth = 0): Value | null {
  if (depth > 10) return null;
  switch (node.type) {
    case "ParenthesizedExpression":
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
      return resolved(node.expression, tops, depth + 1);
    case "Identifier": {
      const found = tops.get(node.name);
      return found === undefined ? null : resolved(found, tops, depth + 1);
    }
    default:
      return node;
  }
}

function handlerIn(value: Expression, tops: Tops): Handler | null {
  const found = resolved(value, tops);
  switch (found?.type) {
    case "FunctionExpression":
    case "FunctionDeclaration":
    case "ArrowFunctionExpression":
      return found;
    default:
      return null;
  }
}

/** The properties that a handler destructures: only they are sent to it. */
function namesIn(hook: FunctionHook, handler: Handler, fail: Fail): string[] {
  const [first] = handler.params;
  if (first === undefined) return [];
  const pattern = patternOf(first);
  if (pattern?.type !== "ObjectPattern") {
    throw fail(first.start, `${hook} has to name what it uses: \`${hook}({ body, user }) { … }\`.`);
  }
  return pattern.properties.map((property) => {
    if (property.type === "RestElement") {
      throw fail(
        property.start,
        `${hook} has to name each property: the rest can't be had at once.`,
      );
    }
    const { key, computed } = property;
    const name =
      key.type === "Identifier" && !computed ? key.name : key.type === "Literal" ? key.value : null;
    if (typeof name !== "string") throw fail(property.start, "A property needs a plain name here.");
    if (!nameable[hook].includes(name)) {
      throw fail(key.start, `${hook} is given no \`${name}\`; there are ${list(nameable[hook])}.`);
    }
    return name;
  });
}

function patternOf(param: ParamPattern) {
  return param.type === "AssignmentPattern" ? param.left : param;
}

function list(names: string[]): string {
  const last = names.at(-1) ?? "";
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} or ${last}` : last;
}
