export { iyVariants, isSyllable, isUnmarkedSyllable } from "./syllable.ts";
export { compareKeys, sortKey } from "./sort.ts";
export { canonical, fold, lower, markMatches, storable, tokens, type TextRange, type Token } from "./tokens.ts";
export { rescueTelex, rescueTyping, rescueVniTyping } from "./typing.ts";
