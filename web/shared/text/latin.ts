// What the generated tables know of a character; the twin of src/platform/text/impl/letters/latin.h.
import { ALPHABET, BLOCKS, LATIN, OTHER_FOLDS, TONE_MARKS, VOWELS } from "./tables.ts";

export type Latin = {
  exact: string; // lower case, ư for ƣ
  fold: string;
  letter: number; // place in the Vietnamese alphabet from 1, 0 for letters outside
  tone: number; // 0 ngang … 5 nặng
  isForeign: boolean;
  isUpper: boolean;
};

export type CharClass = "separator" | "letter" | "mark" | "digit" | "ideograph";

const latin = new Map<number, Latin>(
  LATIN.map(([code, exact, fold, letter, tone, foreign, upper]) => [
    code,
    { exact, fold, letter, tone, isForeign: foreign === 1, isUpper: upper === 1 },
  ]),
);
const otherFolds = new Map<number, string>(OTHER_FOLDS);

/** A letter of the Latin blocks; undefined for digits, signs and all other scripts. */
export const latinLetter = (code: number): Latin | undefined => latin.get(code);

export const isInLatinBlocks = (code: number): boolean => BLOCKS.some(([first, last]) => code >= first && code <= last);

export const isAsciiDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

export const isCombiningMark = (code: number): boolean =>
  (code >= 0x300 && code < 0x370) ||
  (code >= 0x1ab0 && code < 0x1b00) ||
  (code >= 0x1dc0 && code < 0x1e00) ||
  (code >= 0x20d0 && code < 0x2100) ||
  (code >= 0xfe20 && code < 0xfe30);

/** ASCII (or σ) for full-width letters, ligatures and the final sigma. */
export const otherFold = (code: number): string | undefined => otherFolds.get(code);

export const isVowel = (letter: number): boolean => letter > 0 && VOWELS.includes(ALPHABET.charAt(letter - 1));

const unmarkedLetters = new Map<string, string>([..."ăâ"].map((c) => [c, "a"] as [string, string]));
for (const [marked, plain] of ["đd", "êe", "ôo", "ơo", "ưu"].map((pair) => [...pair] as [string, string])) unmarkedLetters.set(marked, plain);

/** ă â → a, đ → d, ê → e, ô ơ → o, ư → u. */
export const unmarkedLetter = (letter: string): string => unmarkedLetters.get(letter) ?? letter;

export const tonedLetter = (letter: string, tone: number, isUpper: boolean): string =>
  ((isUpper ? letter.toUpperCase() : letter) + (TONE_MARKS[tone] ?? "")).normalize("NFC");

export const letterAt = (place: number): string => ALPHABET.charAt(place - 1);

/** Unicode simple mapping. */
export function simpleLower(character: string): string {
  const small = character.toLowerCase();
  return [...small].length === 1 ? small : character;
}

const isOneByOne = (c: number): boolean =>
  (c >= 0x3400 && c < 0xa000) || (c >= 0x20000 && c < 0x40000) || (c >= 0xf900 && c < 0xfb00) || (c >= 0x3041 && c < 0x3100) ||
  (c >= 0xe000 && c < 0xf900) || c === 0x3005 || c === 0x3007 || c >= 0xf0000;

export function classOf(character: string, code: number): CharClass {
  if (/\p{L}|\p{Nl}/u.test(character)) {
    const stands = /\p{Lo}|\p{Nl}/u.test(character) || code === 0x3005;
    return stands && isOneByOne(code) ? "ideograph" : "letter";
  }
  if (/\p{Co}/u.test(character)) return "ideograph";
  if (/\p{Cn}/u.test(character)) return isOneByOne(code) && code < 0xf0000 ? "ideograph" : "separator";
  if (/\p{Mn}|\p{Mc}/u.test(character)) return "mark";
  if (/\p{Nd}/u.test(character)) return "digit";
  return "separator";
}

export function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** NFC, with U+FFFD for lone surrogates and ư for ƣ: what a record is stored as. */
export const storable = (text: string): string =>
  text.replace(/\p{Surrogate}/gu, "\ufffd").replaceAll("\u01a2", "Ư").replaceAll("\u01a3", "ư").normalize("NFC");
