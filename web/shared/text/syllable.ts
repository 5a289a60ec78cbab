// Onsets, rimes and tones; the twin of src/platform/text/syllable.h.
import { isVowel, latinLetter, letterAt, storable, tonedLetter, unmarkedLetter } from "./latin.ts";
import { FLAG_BARE, FLAG_G_I, FLAG_GENERAL, FLAG_GI, FLAG_ONSET, FLAG_QU, FLAG_STOP, LONE_Y_ONSETS, ONSETS, RIMES, UNMARKED_RIMES } from "./tables.ts";

const MAX_LETTERS = 7;
const SAC = 4;

export type LetterWord = { letters: string[]; tone: number };
type Shape = { onsetSize: number; toneAt: number };

const onsets = new Set(ONSETS);
const loneYOnsets = new Set(LONE_Y_ONSETS);
const isVowelLetter = (letter: string): boolean => "aăâeêioôơuưy".includes(letter);
const isFront = (letter: string): boolean => "eêiy".includes(letter);

/** The letters of a composed word with its tone taken off; null when it is no Vietnamese spelling. */
export function letterWord(word: string): LetterWord | null {
  const characters = [...word];
  if (characters.length === 0 || characters.length > MAX_LETTERS) return null;
  const made: LetterWord = { letters: [], tone: 0 };
  for (const character of characters) {
    const latin = latinLetter(character.codePointAt(0) ?? 0);
    if (!latin || latin.letter === 0 || latin.isForeign) return null;
    if (latin.tone !== 0) {
      if (made.tone !== 0) return null;
      made.tone = latin.tone;
    }
    made.letters.push(letterAt(latin.letter));
  }
  return made;
}

function fitTogether(onset: string, rime: string, flags: number): boolean {
  if (onset === "qu") return (flags & FLAG_QU) !== 0;
  if (onset === "gi") return (flags & FLAG_GI) !== 0;
  if (rime === "y") return loneYOnsets.has(onset);
  if (onset === "") return (flags & (FLAG_GENERAL | FLAG_BARE)) !== 0;
  if (onset === "g" && (flags & FLAG_G_I) !== 0) return true;
  const front = isFront(rime.charAt(0));
  if (onset === "c" || onset === "g" || onset === "ng") return !front && (flags & FLAG_GENERAL) !== 0;
  if (onset === "k" || onset === "gh" || onset === "ngh") return front && (flags & (FLAG_GENERAL | FLAG_ONSET)) !== 0;
  return (flags & (FLAG_GENERAL | FLAG_ONSET)) !== 0;
}

function tonePlace(rime: string[]): number {
  let vowels = 0;
  let marked = -1;
  for (; vowels < rime.length && isVowelLetter(rime[vowels] ?? ""); ++vowels) {
    const letter = rime[vowels] ?? "";
    if (unmarkedLetter(letter) !== letter) marked = vowels;
  }
  if (marked >= 0) return marked;
  if (vowels <= 1) return 0;
  return vowels >= 3 || vowels < rime.length ? 1 : 0;
}

export function syllableShape(letters: string[], tone: number, marksLeftOut = false): Shape | null {
  if (letters.length === 0 || letters.length > MAX_LETTERS) return null;
  for (let size = Math.min(3, letters.length - 1); size >= 0; --size) {
    const onset = letters.slice(0, size).join("");
    if (size > 0 && !onsets.has(onset)) continue;
    const rime = letters.slice(size);
    if (rime.length > 4 || !isVowelLetter(rime[0] ?? "")) continue;
    const spelling = rime.join("");
    const flags = (marksLeftOut ? UNMARKED_RIMES : RIMES)[spelling] ?? 0;
    if (flags === 0 || !fitTogether(onset, spelling, flags)) continue;
    if (!marksLeftOut && (flags & FLAG_STOP) !== 0 && tone < SAC) continue;
    return { onsetSize: size, toneAt: size + tonePlace(rime) };
  }
  return null;
}

/** One spelt-out Vietnamese syllable, in any case, NFC or NFD. */
export function isSyllable(word: string): boolean {
  const letters = letterWord(storable(word));
  return letters !== null && syllableShape(letters.letters, letters.tone) !== null;
}

/** Some syllable folds to this: `dat` (đất). */
export function isUnmarkedSyllable(word: string): boolean {
  const made = letterWord(storable(word));
  if (!made || made.tone !== 0 || made.letters.some((letter) => unmarkedLetter(letter) !== letter)) return false;
  return syllableShape(made.letters, 0, true) !== null;
}

/** kỹ → kĩ, lí → lý, quy → qui; empty for most words. */
export function iyVariants(word: string): string[] {
  const made = letterWord(storable(word));
  if (!made || made.letters.length < 2 || made.letters.length > 3) return [];
  const last = made.letters.at(-1) ?? "";
  if (last !== "i" && last !== "y") return [];
  const before = made.letters.slice(0, -1).join("");
  if (before !== "qu" && !["h", "k", "l", "m", "s", "t"].includes(before)) return [];
  return [before + tonedLetter(last === "i" ? "y" : "i", made.tone, false)];
}

/** The tone mark of a composed word in its place (hoà → hòa); other words as they are. */
export function placeTone(word: string): string {
  const characters = [...word];
  const known = characters.map((character) => latinLetter(character.codePointAt(0) ?? 0));
  const toned = known.flatMap((latin, at) => (latin && latin.letter !== 0 && latin.tone !== 0 ? [at] : []));
  const at = toned[0];
  if (toned.length !== 1 || at === undefined) return word;
  let place = at;
  const letters = letterWord(word);
  const shape = letters ? syllableShape(letters.letters, letters.tone) : null;
  if (shape) {
    place = shape.toneAt;
  } else if (at + 1 === characters.length && at >= 1) {
    const before = known[at - 1];
    const last = letterAt(known[at]?.letter ?? 0);
    const first = before && !before.isForeign ? letterAt(before.letter) : "";
    const isPair = (first === "o" && (last === "a" || last === "e")) || (first === "u" && last === "y");
    const onsetEnd = at >= 2 ? known[at - 2] : undefined;
    const isOpen = at < 2 || (onsetEnd !== undefined && onsetEnd.letter !== 0 && !isVowel(onsetEnd.letter) && letterAt(onsetEnd.letter) !== "q");
    if (isPair && isOpen) place = at - 1;
  }
  if (place === at) return word;
  const tone = known[at]?.tone ?? 0;
  const retoned = (index: number, newTone: number) => {
    const latin = known[index];
    if (latin) characters[index] = tonedLetter(letterAt(latin.letter), newTone, latin.isUpper);
  };
  retoned(at, 0);
  retoned(place, tone);
  return characters.join("");
}
