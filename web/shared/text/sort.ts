// Keys in Vietnamese order; the twin of sort_key() in src/platform/text/sort.h, byte for byte.
import { classOf, isAsciiDigit, isCombiningMark, isInLatinBlocks, latinLetter, otherFold, simpleLower, storable, utf8Length } from "./latin.ts";

const MAX_BYTES = 512;

const letterByte = (letter: number): string => String.fromCharCode(0x40 + letter);

function numberKey(digits: string): string {
  const value = digits.replace(/[^0-9]/g, "").replace(/^0+/, "").slice(0, 99);
  const size = value.length;
  const head = size < 16 ? String.fromCharCode(0x30 + size) : "@" + String.fromCharCode(0x30 + Math.floor(size / 10), 0x30 + (size % 10));
  return head + value;
}

class LevelWriter {
  primary = "";
  foreign = "";
  cases = "";
  gaps = "";
  private gap = "";
  private words = 0;
  private inWord = false;
  private tone = 0;
  private letters = 0;
  private upper = 0;
  private isFirstUpper = false;

  write(text: string): void {
    for (let at = 0; at < text.length; ) {
      const code = text.codePointAt(at) ?? 0;
      if (isAsciiDigit(code)) {
        at += this.takeNumber(text.slice(at));
        continue;
      }
      const character = String.fromCodePoint(code);
      this.takeChar(character, code);
      at += character.length;
    }
    this.endWord();
    if (this.gap !== "") this.writeGap();
  }

  tail(): string {
    const cases = this.cases.replace(/a+$/, "");
    if (this.foreign === "" && cases === "" && this.gaps === "") return "";
    let out = " " + this.foreign;
    if (cases !== "" || this.gaps !== "") out += " " + cases;
    if (this.gaps !== "") out += " " + this.gaps;
    return out;
  }

  private beginWord(): void {
    if (this.inWord) return;
    if (this.words === 0 ? this.gap !== "" : this.gap !== " ") this.writeGap();
    this.gap = "";
    this.inWord = true;
    this.tone = this.letters = this.upper = 0;
    this.isFirstUpper = false;
  }

  private endWord(): void {
    if (!this.inWord) return;
    this.primary += String.fromCharCode(0x21 + this.tone);
    let shape = "a";
    if (this.upper > 0) shape = this.upper === 1 && this.isFirstUpper ? "b" : this.upper === this.letters ? "c" : "d";
    this.cases += shape;
    this.inWord = false;
    ++this.words;
  }

  private takeNumber(rest: string): number {
    this.beginWord();
    const grouped = /^[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+|(?:,[0-9]{3})+)(?![0-9]|[.,][0-9])/.exec(rest)?.[0];
    const digits = grouped ?? /^[0-9]+/.exec(rest)?.[0] ?? "";
    this.primary += numberKey(digits);
    if (digits.startsWith("0") && digits.length > 1) this.markForeign(digits);
    return digits.length;
  }

  private takeChar(character: string, code: number): void {
    if (latinLetter(code)) return this.takeLatin(code);
    if (isInLatinBlocks(code)) {
      this.endWord();
      if (code >= 0x20 && (code < 0x7f || code >= 0xa0)) this.gap += character;
      return;
    }
    if (classOf(character, code) === "separator") {
      this.endWord();
      this.gap += character;
      return;
    }
    if (isCombiningMark(code) && (this.inWord || this.letters === 0)) {
      if (this.inWord) this.markForeign(character);
      else this.gap += character;
      return;
    }
    this.beginWord();
    ++this.letters;
    const other = otherFold(code);
    if (other !== undefined && other.charCodeAt(0) < 0x80) {
      for (const c of other) this.appendAscii(c);
      return this.markForeign(character);
    }
    const small = simpleLower(character);
    const smallCode = small.codePointAt(0) ?? 0;
    if (latinLetter(smallCode)) {
      --this.letters;
      return this.takeLatin(smallCode);
    }
    this.primary += other ?? small;
  }

  private takeLatin(code: number): void {
    const latin = latinLetter(code);
    if (!latin) return;
    this.beginWord();
    if (latin.isUpper) {
      if (this.letters === 0) this.isFirstUpper = true;
      ++this.upper;
    }
    ++this.letters;
    if (latin.letter !== 0 && utf8Length(latin.fold) === 1) this.primary += letterByte(latin.letter);
    else for (const c of latin.fold) this.appendAscii(c);
    const isSecondTone = latin.tone !== 0 && this.tone !== 0;
    if (latin.tone !== 0 && this.tone === 0) this.tone = latin.tone;
    if (latin.isForeign || isSecondTone) this.markForeign(latin.exact);
  }

  private appendAscii(c: string): void {
    const latin = c.charCodeAt(0) < 0x80 ? latinLetter(c.charCodeAt(0)) : undefined;
    this.primary += latin && latin.letter !== 0 ? letterByte(latin.letter) : c;
  }

  private markForeign(form: string): void {
    this.foreign += place(utf8Length(this.primary)) + form;
  }

  private writeGap(): void {
    this.gaps += place(this.words) + this.gap;
    this.gap = "";
  }
}

const place = (count: number): string => String.fromCharCode(0x30 + (Math.floor(count / 64) % 64), 0x30 + (count % 64));

function cut(text: string): string {
  let bytes = 0;
  let out = "";
  for (const character of text) {
    bytes += utf8Length(character);
    if (bytes > MAX_BYTES) break;
    out += character;
  }
  return out;
}

/** Compare with compareKeys, not with `<` (that orders UTF-16 units). */
export function sortKey(text: string): string {
  const levels = new LevelWriter();
  levels.write(storable(cut(text)));
  return levels.primary === "" ? "" : levels.primary + levels.tail();
}

/** By code point, which is the order of the bytes in the database. */
export function compareKeys(left: string, right: string): number {
  const a = [...left];
  const b = [...right];
  for (let at = 0; at < a.length && at < b.length; ++at) {
    const difference = (a[at]?.codePointAt(0) ?? 0) - (b[at]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
