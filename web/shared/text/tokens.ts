// Forms of a text and its words; the twin of src/platform/text/normalize.h and tokens.h.
import { type CharClass, classOf, isAsciiDigit, isCombiningMark, isInLatinBlocks, latinLetter, otherFold, simpleLower, storable, utf8Length } from "./latin.ts";
import { iyVariants, placeTone } from "./syllable.ts";

export { storable } from "./latin.ts";

const MAX_TOKEN_BYTES = 64;
const MOST_LETTERS = 64;

/** `begin` and `end` count UTF-16 units of the source, as String.slice does. */
export type Token = { exact: string; folded: string; begin: number; end: number; kind: "word" | "number" | "isbn" | "ideograph" };
export type TextRange = { begin: number; end: number };

export function lower(text: string): string {
  let out = "";
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const latin = code === 0x1a2 || code === 0x1a3 ? undefined : latinLetter(code);
    out += latin ? latin.exact : simpleLower(character);
  }
  return out;
}

/** Folds characters one after the other; the text must be NFC. */
class Folder {
  private afterLatin = false;

  fold(character: string): string {
    const code = character.codePointAt(0) ?? 0;
    const latin = latinLetter(code);
    if (latin || isInLatinBlocks(code)) {
      this.afterLatin = latin !== undefined || isAsciiDigit(code);
      return latin ? latin.fold : character;
    }
    if (isCombiningMark(code) && this.afterLatin) return "";
    const other = otherFold(code);
    if (other !== undefined) {
      this.afterLatin = other.charCodeAt(0) < 0x80;
      return other;
    }
    const small = simpleLower(character);
    const smallLatin = latinLetter(small.codePointAt(0) ?? 0);
    if (smallLatin) {
      this.afterLatin = true;
      return smallLatin.fold;
    }
    if (classOf(character, code) !== "mark") this.afterLatin = false;
    return small;
  }
}

/** Lower case without marks: Đường → duong. Greek, Cyrillic, kana, Han keep theirs. */
export function fold(text: string): string {
  const folder = new Folder();
  let out = "";
  for (const character of storable(text)) out += folder.fold(character);
  return out;
}

function wordClass(character: string, code: number): CharClass {
  if (latinLetter(code)) return "letter";
  if (isAsciiDigit(code)) return "digit";
  return isInLatinBlocks(code) || (code >= 0xd800 && code < 0xe000) ? "separator" : classOf(character, code);
}

/** The form that spellings of one word share, for comparing: hoà → hòa, qúy → quý. */
export function canonical(text: string): string {
  let out = "";
  let word = "";
  const endWord = () => {
    out += [...word].length > MOST_LETTERS ? word : placeTone(word);
    word = "";
  };
  for (const character of storable(text)) {
    const kind = wordClass(character, character.codePointAt(0) ?? 0);
    if (kind === "letter" || kind === "digit" || (kind === "mark" && word !== "")) {
      word += character;
    } else {
      endWord();
      out += character;
    }
  }
  endWord();
  return out;
}

function isbnCheckHolds(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; ++at) {
    const value = digits[at] === "x" ? 10 : Number(digits[at]);
    sum += digits.length === 10 ? value * (10 - at) : value * (at % 2 === 0 ? 1 : 3);
  }
  return sum % (digits.length === 10 ? 11 : 10) === 0;
}

/** An ISBN in groups at `begin`, as the C++ twin finds it. */
function findIsbn(text: string, begin: number): { digits: string; end: number } | null {
  let digits = "";
  let groups = 1;
  let hasBlank = false;
  let at = begin;
  for (; at < text.length; ++at) {
    const c = text.charAt(at);
    if (/[0-9Xx]/.test(c)) {
      if (digits.length === 13) return null;
      digits += c.toLowerCase().replace("X", "x");
      if (!/[0-9]/.test(c)) {
        ++at;
        break;
      }
    } else if ((c === "-" || c === " ") && at > begin && /[0-9Xx]/.test(text.charAt(at + 1))) {
      if (c === " " && (digits.length === 13 || digits.length === 10)) break;
      hasBlank ||= c === " ";
      ++groups;
    } else {
      break;
    }
  }
  const endsHere = at >= text.length || (!/[A-Za-z]/.test(text.charAt(at)) && text.charCodeAt(at) < 0x80);
  const isLong = digits.length === 13 && !digits.endsWith("x") && /^97[89]/.test(digits) && groups > 1 && (!hasBlank || isbnCheckHolds(digits));
  const isShort = digits.length === 10 && groups === 4 && isbnCheckHolds(digits);
  return endsHere && (isLong || isShort) ? { digits, end: at } : null;
}

function spell(word: string): { exact: string; folded: string } {
  const folder = new Folder();
  let exact = "";
  let folded = "";
  let exactBytes = 0;
  let foldedBytes = 0;
  for (const character of word) {
    if (exactBytes + 4 > MAX_TOKEN_BYTES || foldedBytes + 4 > MAX_TOKEN_BYTES) break;
    const latin = latinLetter(character.codePointAt(0) ?? 0);
    const small = latin ? latin.exact : simpleLower(character);
    const plain = folder.fold(character);
    exact += small;
    folded += plain;
    exactBytes += utf8Length(small);
    foldedBytes += utf8Length(plain);
  }
  return { exact, folded };
}

/** Cuts a text into syllables, as index and database do. */
export function tokens(text: string): Token[] {
  const found: Token[] = [];
  let letters: string[] = [];
  let begin = 0;
  let at = 0;
  const endWord = () => {
    if (letters.length === 0) return;
    const word = placeTone(storable(letters.slice(0, MOST_LETTERS).join("")));
    const kind = letters.every((c) => /[0-9]/.test(c)) ? "number" : "word";
    found.push({ ...spell(word), begin, end: at, kind });
    letters = [];
  };
  const takeLanguageMark = (sign: string): boolean => {
    const first = letters[0];
    if (letters.length !== 1 || first === undefined || !/[A-Za-z]/.test(first)) return false;
    const mark = sign === "+" ? "++" : "#";
    if (!text.startsWith(mark, at)) return false;
    const next = text.codePointAt(at + mark.length);
    if (next !== undefined && wordClass(String.fromCodePoint(next), next) !== "separator") return false;
    letters.push(...mark);
    at += mark.length;
    endWord();
    return true;
  };
  while (at < text.length) {
    const code = text.codePointAt(at) ?? 0;
    const character = String.fromCodePoint(code);
    const kind = wordClass(character, code);
    if (isAsciiDigit(code) && letters.length === 0 && text.charAt(at - 1) !== "-") {
      const isbn = findIsbn(text, at);
      if (isbn) {
        found.push({ exact: isbn.digits, folded: isbn.digits, begin: at, end: isbn.end, kind: "isbn" });
        at = isbn.end;
        continue;
      }
    }
    if (kind === "separator" || (kind === "mark" && letters.length === 0)) {
      if ((character === "+" || character === "#") && takeLanguageMark(character)) continue;
      endWord();
      at += character.length;
    } else if (kind === "ideograph") {
      endWord();
      begin = at;
      let composed = character;
      at += character.length;
      while (/[\u3099\u309a]/.test(text.charAt(at))) composed += text.charAt(at++);
      composed = composed.normalize("NFC");
      found.push({ exact: composed, folded: composed, begin, end: at, kind });
    } else {
      if (letters.length === 0) begin = at;
      letters.push(character);
      at += character.length;
    }
  }
  endWord();
  return found;
}

/** Where the words of a query stand in a text; touching ones joined. `prefix` for suggestions: the last word may go on. */
export function markMatches(text: string, query: Token[], prefix = false): TextRange[] {
  const words = query.slice(0, 64).map((token) => {
    const isAccented = token.exact !== token.folded;
    return { token, isAccented, isPrefix: prefix && token === query.at(-1), spellings: isAccented ? iyVariants(token.exact) : [] };
  });
  const ranges: TextRange[] = [];
  for (const found of tokens(text)) {
    const matches = words.some(({ token, isAccented, isPrefix, spellings }) => {
      const equals = (wanted: string, word: string) => (isPrefix ? word.startsWith(wanted) : word === wanted);
      if (!isAccented) return equals(token.folded, found.folded);
      if (equals(token.exact, found.exact)) return true;
      return (found.exact === found.folded && equals(token.folded, found.folded)) || spellings.includes(found.exact);
    });
    if (!matches) continue;
    const last = ranges.at(-1);
    if (last && /^[ \t\n\r\u00a0]*$/.test(text.slice(last.end, found.begin))) last.end = found.end;
    else ranges.push({ begin: found.begin, end: found.end });
  }
  return ranges;
}
