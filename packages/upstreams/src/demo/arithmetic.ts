/**
 * Finds and works out an expression in a sentence: numbers, + - * / × ÷ x ^ and parentheses.
 * Null when there is none, or nothing to work out, or no finite result.
 */
export function workOut(sentence: string): { expression: string; value: number } | null {
  const found = /[-(\d][\d\s.,()+*/×÷x^−-]*[\d)]/i.exec(sentence.replaceAll("**", "^"))?.[0];
  if (found === undefined || !/\d[\s)]*[+*/×÷x^−-]/i.test(found)) return null;
  const tokens = tokensOf(found);
  const value = tokens === null ? null : evaluate(tokens);
  return value === null || !Number.isFinite(value) ? null : { expression: found.trim(), value };
}

type Token = number | "+" | "-" | "*" | "/" | "^" | "(" | ")";

const symbols: Record<string, Token> = {
  "+": "+",
  "-": "-",
  "−": "-",
  "*": "*",
  "×": "*",
  x: "*",
  X: "*",
  "/": "/",
  "÷": "/",
  "^": "^",
  "(": "(",
  ")": ")",
};

function tokensOf(text: string): Token[] | null {
  const tokens: Token[] = [];
  const plain = text.replace(/(\d),(?=\d{3}\b)/g, "$1").replace(/\s+/g, " ");
  for (const [piece] of plain.matchAll(/\d+(?:\.\d+)?|\S/g)) {
    const token = /^\d/.test(piece) ? Number(piece) : symbols[piece];
    if (token === undefined) return null;
    tokens.push(token);
  }
  return tokens;
}

/** Recursive descent over sums, products, signs, powers; null where the expression is malformed. */
function evaluate(tokens: Token[]): number | null {
  let position = 0;
  const take = (...wanted: Token[]): Token | null => {
    const token = tokens[position];
    if (token === undefined || !wanted.includes(token)) return null;
    position += 1;
    return token;
  };

  function sum(): number {
    let value = product();
    for (let sign = take("+", "-"); sign !== null; sign = take("+", "-")) {
      value = sign === "+" ? value + product() : value - product();
    }
    return value;
  }
  function product(): number {
    let value = signed();
    for (let sign = take("*", "/"); sign !== null; sign = take("*", "/")) {
      value = sign === "*" ? value * signed() : value / signed();
    }
    return value;
  }
  function signed(): number {
    return take("-") === null ? power() : -signed();
  }
  function power(): number {
    const base = atom();
    return take("^") === null ? base : base ** signed();
  }
  function atom(): number {
    if (take("(") !== null) {
      const value = sum();
      return take(")") === null ? Number.NaN : value;
    }
    const token = tokens[position];
    if (typeof token !== "number") return Number.NaN;
    position += 1;
    return token;
  }

  const value = sum();
  return position === tokens.length && !Number.isNaN(value) ? value : null;
}
