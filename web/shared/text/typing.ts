// Keys left over by Telex or VNI typing; the twin of src/platform/text/typing.h.
import { isInLatinBlocks, isAsciiDigit, latinLetter, storable, tonedLetter, utf8Length } from "./latin.ts";
import { isSyllable, isUnmarkedSyllable, syllableShape } from "./syllable.ts";
import { ALPHABET } from "./tables.ts";

type Method = "telex" | "vni";
type Letter = { letter: string; isUpper: boolean };
type Typed = { letters: Letter[]; tone: number; usedKey: boolean };

const MAX_KEYS = 14;
const MAX_STEPS = 4000;
const MAX_BYTES = 400;
const MAX_LETTERS = 7;

class WordReader {
  private steps = 0;
  private readonly keys: string;
  private readonly method: Method;

  constructor(keys: string, method: Method) {
    this.keys = keys;
    this.method = method;
  }

  read(): string | null {
    return this.keys.length > MAX_KEYS ? null : this.tryFrom(0, { letters: [], tone: 0, usedKey: false });
  }

  private tryFrom(at: number, typed: Typed): string | null {
    if (++this.steps > MAX_STEPS) return null;
    if (at === this.keys.length) return this.finish(typed);
    const key = this.keys.charAt(at).toLowerCase();
    const isUpper = this.keys.charAt(at) !== key;
    return this.method === "telex" ? this.telexKey(at, typed, key, isUpper) : this.vniKey(at, typed, key, isUpper);
  }

  private telexKey(at: number, typed: Typed, key: string, isUpper: boolean): string | null {
    const tone = "zfrxsj".indexOf(key);
    if (tone >= 0 && hasVowel(typed) && (key !== "z" || typed.tone !== 0)) return this.withTone(at, typed, tone);
    if (key === "w") return this.withHorn(at, typed) ?? this.withMark(at, typed, "a", "ă") ?? this.append(at, typed, { letter: "ư", isUpper }, true);
    const circumflex: Record<string, string> = { a: "â", e: "ê", o: "ô", d: "đ" };
    const marked = circumflex[key];
    let read = marked === undefined ? null : this.withMark(at, typed, key, marked);
    if (read === null && key === "o") read = this.unmarkedAgain(at, typed, isUpper);
    return read ?? this.append(at, typed, { letter: key, isUpper }, false);
  }

  private vniKey(at: number, typed: Typed, key: string, isUpper: boolean): string | null {
    if (!/[0-9]/.test(key)) return this.append(at, typed, { letter: key, isUpper }, false);
    if (!hasVowel(typed) && key !== "9") return null;
    switch (key) {
      case "6":
        return this.withMark(at, typed, "a", "â") ?? this.withMark(at, typed, "e", "ê") ?? this.withMark(at, typed, "o", "ô");
      case "7":
        return this.withHorn(at, typed);
      case "8":
        return this.withMark(at, typed, "a", "ă");
      case "9":
        return this.withMark(at, typed, "d", "đ");
    }
    return this.withTone(at, typed, "023415".indexOf(key));
  }

  private withTone(at: number, typed: Typed, tone: number): string | null {
    return tone < 0 ? null : this.tryFrom(at + 1, { ...typed, tone, usedKey: true });
  }

  private withMark(at: number, typed: Typed, plain: string, marked: string): string | null {
    const place = typed.letters.map(({ letter }) => letter).lastIndexOf(plain);
    if (place < 0) return null;
    const letters = typed.letters.map((one, index) => (index === place ? { ...one, letter: marked } : one));
    return this.tryFrom(at + 1, { ...typed, letters, usedKey: true });
  }

  private unmarkedAgain(at: number, typed: Typed, isUpper: boolean): string | null {
    const last = typed.letters.at(-1);
    if (last?.letter !== "ô") return null;
    const letters = [...typed.letters.slice(0, -1), { ...last, letter: "o" }];
    return this.append(at, { ...typed, letters }, { letter: "o", isUpper }, true);
  }

  private withHorn(at: number, typed: Typed): string | null {
    for (let place = 0; place + 1 < typed.letters.length; ++place) {
      const [first, second] = [typed.letters[place], typed.letters[place + 1]];
      if (!first || !second || !"uư".includes(first.letter) || second.letter !== "o") continue;
      const letters = [...typed.letters];
      letters[place] = { ...first, letter: "ư" };
      letters[place + 1] = { ...second, letter: "ơ" };
      const read = this.tryFrom(at + 1, { ...typed, letters, usedKey: true });
      if (read !== null) return read;
    }
    return this.withMark(at, typed, "o", "ơ") ?? this.withMark(at, typed, "u", "ư");
  }

  private append(at: number, typed: Typed, letter: Letter, usedKey: boolean): string | null {
    if (typed.letters.length === MAX_LETTERS || !ALPHABET.includes(letter.letter)) return null;
    return this.tryFrom(at + 1, { ...typed, letters: [...typed.letters, letter], usedKey: typed.usedKey || usedKey });
  }

  private finish(typed: Typed): string | null {
    if (!typed.usedKey) return null;
    const shape = syllableShape(typed.letters.map(({ letter }) => letter), typed.tone);
    if (!shape) return null;
    return typed.letters.map(({ letter, isUpper }, at) => tonedLetter(letter, at === shape.toneAt ? typed.tone : 0, isUpper)).join("");
  }
}

const hasVowel = (typed: Typed): boolean => typed.letters.some(({ letter }) => "aăâeêioôơuưy".includes(letter));

function rescue(typed: string, method: Method): string | null {
  if (utf8Length(typed) > MAX_BYTES || /\p{Surrogate}/u.test(typed)) return null;
  let out = "";
  let word = "";
  let hasChanged = false;
  let isSound = true;
  const endWord = () => {
    if (word === "" || !isSound) return;
    const hasDigit = /[0-9]/.test(word);
    const isAscii = /^[\x00-\x7f]*$/.test(word);
    let read: string | null = /^[0-9]+$/.test(word) ? word : null;
    if (read === null && isAscii && hasDigit === (method === "vni")) {
      read = new WordReader(word, method).read();
      hasChanged ||= read !== null;
    }
    if (read === null && (isSyllable(word) || isUnmarkedSyllable(word))) read = word;
    if (read === null) isSound = false;
    else out += read;
    word = "";
  };
  for (const character of storable(typed)) {
    const code = character.codePointAt(0) ?? 0;
    const parts = isInLatinBlocks(code) ? !latinLetter(code) && !isAsciiDigit(code) : code >= 0x2000 && code < 0x2070;
    if (!parts) {
      word += character;
      continue;
    }
    endWord();
    out += character;
  }
  endWord();
  return isSound && hasChanged ? out : null;
}

/** `thuw vieenj` → `thư viện`; null unless every word of the result is a syllable or a number and one has changed. */
export const rescueTelex = (typed: string): string | null => rescue(typed, "telex");
/** `thu7 vie65n` → `thư viện`. */
export const rescueVniTyping = (typed: string): string | null => rescue(typed, "vni");
export const rescueTyping = (typed: string): string | null => rescueTelex(typed) ?? rescueVniTyping(typed);
