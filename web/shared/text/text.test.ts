// The vectors that src/platform/text/impl/vectors_test.cpp runs too.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { canonical, compareKeys, fold, isSyllable, isUnmarkedSyllable, iyVariants, lower, markMatches, rescueTelex, rescueVniTyping, sortKey, tokens } from "./index.ts";

type Pair = { in: string; out: string };
type Maybe = { in: string; out: string | null };
type Vectors = {
  canonical: Pair[];
  lower: Pair[];
  fold: Pair[];
  tokens: { in: string; exact: string[]; folded: string[]; ranges?: [number, number][] }[];
  marks: { in: string; query: string; prefix?: boolean; out: string[] }[];
  syllables: { valid: string[]; invalid: string[]; unmarked_valid: string[]; unmarked_invalid: string[] };
  iy: { in: string; out: string[] }[];
  telex: Maybe[];
  vni_typing: Maybe[];
  order: { list: string[] }[];
  sort_keys: Pair[];
};

const vectors = JSON.parse(readFileSync(new URL("../../../tests/vectors/text.json", import.meta.url), "utf8")) as Vectors;
const bytesBefore = (text: string, at: number) => new TextEncoder().encode(text.slice(0, at)).length;

describe("forms", () => {
  it.each(vectors.canonical)("canonical $in", ({ in: text, out }) => expect(canonical(text)).toBe(out));
  it.each(vectors.lower)("lower $in", ({ in: text, out }) => expect(lower(text)).toBe(out));
  it.each(vectors.fold)("fold $in", ({ in: text, out }) => expect(fold(text)).toBe(out));
});

describe("tokens", () => {
  it.each(vectors.tokens)("of $in", ({ in: text, exact, folded, ranges }) => {
    const found = tokens(text);
    expect(found.map((token) => token.exact)).toEqual(exact);
    expect(found.map((token) => token.folded)).toEqual(folded);
    if (ranges) expect(found.map(({ begin, end }) => [bytesBefore(text, begin), bytesBefore(text, end)])).toEqual(ranges);
  });
  it.each(vectors.marks)("$query marked in $in", ({ in: text, query, prefix, out }) => {
    const marked = markMatches(text, tokens(query), prefix ?? false);
    expect(marked.map(({ begin, end }) => text.slice(begin, end))).toEqual(out);
  });
  it("lone surrogates separate", () => expect(tokens("a\ud800b").map((token) => token.exact)).toEqual(["a", "b"]));
});

describe("syllables", () => {
  it.each(vectors.syllables.valid)("%s is one", (word) => expect(isSyllable(word)).toBe(true));
  it.each(vectors.syllables.invalid)("%s is none", (word) => expect(isSyllable(word)).toBe(false));
  it.each(vectors.syllables.unmarked_valid)("%s may be one", (word) => expect(isUnmarkedSyllable(word)).toBe(true));
  it.each(vectors.syllables.unmarked_invalid)("%s can't be one", (word) => expect(isUnmarkedSyllable(word)).toBe(false));
  it.each(vectors.iy)("i and y of $in", ({ in: word, out }) => expect(iyVariants(word)).toEqual(out));
});

describe("typing", () => {
  it.each(vectors.telex)("Telex $in", ({ in: typed, out }) => expect(rescueTelex(typed)).toBe(out));
  it.each(vectors.vni_typing)("VNI $in", ({ in: typed, out }) => expect(rescueVniTyping(typed)).toBe(out));
});

describe("order", () => {
  it.each(vectors.order)("$list", ({ list }) => {
    for (let at = 1; at < list.length; ++at) expect(compareKeys(sortKey(list[at - 1] ?? ""), sortKey(list[at] ?? ""))).toBeLessThan(0);
  });
  it.each(vectors.sort_keys)("key of $in", ({ in: text, out }) => expect(sortKey(text)).toBe(out));
});
