#!/usr/bin/env python3
"""Writes the tables of platform/text for C++ and for TypeScript, from the one description in this file.

    tools/text_tables.py            writes src/platform/text/impl/letters/tables.inc and web/shared/text/tables.ts
    tools/text_tables.py --check    fails when the files are not what this script writes (a test runs it)

The Latin part comes from the Unicode data of Python's own unicodedata; letters that entered Unicode later than a
running Python knows are not in these blocks. The Vietnamese part (letters, tones, onsets, rimes) is stated below.
"""

import pathlib
import re
import sys
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parent.parent
CPP = ROOT / "src/platform/text/impl/letters/tables.inc"
TS = ROOT / "web/shared/text/tables.ts"

# ---- Vietnamese -----------------------------------------------------------------------------------------------------

# Order of the Vietnamese alphabet with the foreign letters in their Latin places. A letter's code is its place from 1.
ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
VOWELS = "aăâeêioôơuưy"
# Tone marks in dictionary order after ngang (no mark): huyền hỏi ngã sắc nặng.
TONE_MARKS = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]

ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x".split()

# Rimes after any onset but qu (and after none). Spelling rules that depend on the onset are in the code:
# c g ng stand before back vowels; k gh ngh before e ê i y.
RIMES = """
a ac ach ai am an ang anh ao ap at au ay
ăc ăm ăn ăng ăp ăt
âc âm ân âng âp ât âu ây
e ec em en eng eo ep et
ê êch êm ên ênh êp êt êu
i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăp oăt
oc oe oem oen oeo oet oi om on ong ooc oong op ot
ô ôc ôi ôm ôn ông ôp ôt
ơ ơi ơm ơn ơp ơt
u ua uâc uân uâng uât uây uc uê uêch uên uênh uêt uêu ui um un ung uơ uôc uôi uôm uôn uông uôt up ut
uy uya uych uyên uyêt uyn uynh uyp uyt uyu
ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
""".split()
# A lone y after these onsets only (Mỹ, Vy, Thy, ý).
LONE_Y_ONSETS = ["", "d", "h", "k", "l", "m", "n", "s", "t", "th", "v"]
# Written with y only where no onset stands before.
ONSETLESS_RIMES = "yêm yên yêng yêt yêu".split()
# Never without an onset: there they are spelt yê-.
ONSET_NEEDED_RIMES = "iêc iêm iên iêng iêp iêt iêu".split()
# After qu, whose u belongs to the onset: quốc = qu + ôc.
QU_RIMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng ât âu ây
e en eng eo et ê êch ên ênh êt êu i in inh it iu o ơ ơi ơn ơt ôc ôi ông y ych yên yêt ym yn ynh yp yt yu
""".split()
# After gi; gi itself, gìn and their like lend their i to the onset. Those are listed as g + rime.
GI_RIMES_REFUSED = "i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu".split()
G_I_RIMES = "i im in ip it".split()
STOPS = ("c", "ch", "p", "t")  # sắc or nặng only

FLAG_GENERAL, FLAG_QU, FLAG_STOP, FLAG_BARE, FLAG_ONSET, FLAG_GI, FLAG_G_I = 1, 2, 4, 8, 16, 32, 64

# ---- Latin ----------------------------------------------------------------------------------------------------------

BLOCKS = [(0x0000, 0x024F), (0x1E00, 0x1EFF)]

# Letters without decomposition whose reading without marks is more than their name says.
FOLDS = {
    "đ": "d", "ð": "d", "ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th", "ŋ": "n", "ı": "i", "ſ": "s", "ĸ": "k",
    "ĳ": "ij", "ŉ": "n", "ƒ": "f", "ƣ": "u", "ª": "a", "º": "o", "ǆ": "dz", "ǅ": "dz", "ǉ": "lj", "ǈ": "lj",
    "ǌ": "nj", "ǋ": "nj", "ǳ": "dz", "ǲ": "dz", "ȣ": "ou", "ƕ": "hv", "ỻ": "ll", "ỽ": "v", "ỿ": "y", "ẛ": "s",
    "ẚ": "a", "ȸ": "db", "ȹ": "qp",
}

# Outside the blocks: presentation forms that stand for Latin letters and digits, and the final sigma.
def other_folds():
    folds = {0x03C2: "σ", 0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
    for cp in list(range(0xFF10, 0xFF1A)) + list(range(0xFF21, 0xFF3B)) + list(range(0xFF41, 0xFF5B)):
        folds[cp] = unicodedata.normalize("NFKC", chr(cp)).lower()
    return sorted(folds.items())


def simple_lower(ch):
    low = ch.lower()
    return low if len(low) == 1 else {"İ": "i"}[ch]


def fold_letter(ch):
    """The marks of a lower-case letter taken off."""
    if ch in FOLDS:
        return FOLDS[ch]
    parts = unicodedata.normalize("NFD", ch)
    base = "".join(c for c in parts if not unicodedata.combining(c))
    if base != ch:
        return "".join(fold_letter(c) for c in base)
    if ch.isascii():
        return ch
    named = re.fullmatch(r"LATIN SMALL LETTER ([A-Z])(?: WITH .*)?", unicodedata.name(ch, ""))
    return named.group(1).lower() if named else ch


class Entry:
    def __init__(self, cp):
        ch = chr(cp)
        category = unicodedata.category(ch)
        self.kind = "letter" if category[0] == "L" else "digit" if ch in "0123456789" else "other"
        self.exact, self.fold, self.letter, self.tone, self.foreign, self.upper = ch, ch, 0, 0, False, False
        if self.kind != "letter":
            return
        low = simple_lower(ch)
        self.upper = low != ch
        self.exact = "ư" if low == "ƣ" else low
        self.fold = fold_letter(self.exact)
        parts = unicodedata.normalize("NFD", self.exact)
        tones = [i for i, mark in enumerate(TONE_MARKS) if mark and mark in parts]
        toneless = self.exact
        if len(tones) == 1:
            toneless = unicodedata.normalize("NFC", parts.replace(TONE_MARKS[tones[0]], "", 1))
        if toneless in ALPHABET and (toneless in VOWELS or not tones):
            self.letter = ALPHABET.index(toneless) + 1
            self.tone = tones[0] if tones else 0
        elif self.fold in ALPHABET:
            self.letter, self.foreign = ALPHABET.index(self.fold) + 1, True
        else:
            self.foreign = True


def entries():
    return [(cp, Entry(cp)) for first, last in BLOCKS for cp in range(first, last + 1)]


def pack(letters):
    code = 0
    for letter in letters:
        code = code << 6 | (ALPHABET.index(letter) + 1)
    return code


def rime_flags():
    flags = {}
    def add(rime, flag):
        flags[rime] = flags.get(rime, 0) | flag | (FLAG_STOP if rime.endswith(STOPS) else 0)
    for rime in RIMES:
        add(rime, FLAG_ONSET if rime in ONSET_NEEDED_RIMES else FLAG_GENERAL)
        if rime not in GI_RIMES_REFUSED:
            add(rime, FLAG_GI)
    for rime in ONSET_NEEDED_RIMES:
        add(rime[1:], FLAG_GI)  # giêng = gi + êng
    for rime in ONSETLESS_RIMES:
        add(rime, FLAG_BARE)
    for rime in QU_RIMES:
        add(rime, FLAG_QU)
    for rime in G_I_RIMES:
        add(rime, FLAG_G_I)
    return flags


def unmarked(text):
    return "".join(fold_letter(c) for c in text)


def quoted(text):
    out = ""
    for byte in text.encode():
        out += chr(byte) if 0x20 <= byte < 0x7F and chr(byte) not in "\"\\?" else f"\\{byte:03o}"
    return f'"{out}"'


def cpp():
    lines = ["// Made by tools/text_tables.py; do not edit.", "// clang-format off", ""]
    lines += [f"// Letters of the Vietnamese alphabet in order, code 1 is the first: {' '.join(ALPHABET)}"]
    lines += ["inline constexpr char16_t kAlphabet[] = {0, " + ", ".join(f"0x{ord(c):04X}" for c in ALPHABET) + "};"]
    for name, change in (("kToned", str), ("kTonedUpper", str.upper)):
        lines.append(f"inline constexpr char16_t {name}[{len(ALPHABET) + 1}][6] = {{{{}},")
        for letter in ALPHABET:
            row = [unicodedata.normalize("NFC", change(letter) + mark) for mark in TONE_MARKS] if letter in VOWELS else \
                [change(letter)] + ["\0"] * 5
            lines.append("    {" + ", ".join(f"0x{ord(c):04X}" for c in row) + "},")
        lines.append("};")
    lines.append("// exact, its bytes, fold, their sizes, letter, tone, kind, foreign, upper")
    lines.append("inline constexpr LatinLetter kLatin[] = {")
    for cp, e in entries():
        fold = e.fold
        assert len(fold.encode()) <= 3, hex(cp)
        lines.append(f"    {{0x{ord(e.exact):04X}, {quoted(e.exact)}, {quoted(fold)}, {len(e.exact.encode())}, {len(fold.encode())}, {e.letter}, {e.tone}, "
                     f"CharKind::{e.kind}, {str(e.foreign).lower()}, {str(e.upper).lower()}}},  // U+{cp:04X}")
    lines.append("};")
    lines.append("struct OtherFold { char16_t code_point; char fold[4]; };")
    lines.append("inline constexpr OtherFold kOtherFolds[] = {")
    lines += [f"    {{0x{cp:04X}, {quoted(fold)}}}," for cp, fold in other_folds()]
    lines.append("};")
    lines.append("inline constexpr std::uint32_t kOnsets[] = {" + ", ".join(f"0x{v:X}" for v in sorted(map(pack, ONSETS))) + "};")
    lines.append("inline constexpr std::uint32_t kLoneYOnsets[] = {" +
                 ", ".join(f"0x{v:X}" for v in sorted(map(pack, LONE_Y_ONSETS))) + "};")
    lines.append("inline constexpr Rime kRimes[] = {")
    flags = rime_flags()
    lines += [f"    {{0x{code:X}, {flag}}},  // {rime}" for code, flag, rime in sorted((pack(r), f, r) for r, f in flags.items())]
    lines.append("};")
    lines.append("inline constexpr Rime kUnmarkedRimes[] = {")
    plain = {}
    for rime, flag in flags.items():
        plain[unmarked(rime)] = plain.get(unmarked(rime), 0) | (flag & ~FLAG_STOP)
    lines += [f"    {{0x{code:X}, {flag}}},  // {rime}" for code, flag, rime in sorted((pack(r), f, r) for r, f in plain.items())]
    lines.append("};")
    return "\n".join(lines) + "\n"


def ts():
    def string(text):
        return '"' + "".join(c if 0x20 <= ord(c) and c not in '"\\' and unicodedata.category(c)[0] != "C" else f"\\u{ord(c):04x}"
                             for c in text) + '"'
    rows = []
    for cp, e in entries():
        if e.kind == "letter":
            rows.append(f"  [{cp}, {string(e.exact)}, {string(e.fold)}, {e.letter}, {e.tone}, {int(e.foreign)}, {int(e.upper)}],")
    flags = rime_flags()
    plain = {}
    for rime, flag in flags.items():
        plain[unmarked(rime)] = plain.get(unmarked(rime), 0) | (flag & ~FLAG_STOP)
    lines = ["// Made by tools/text_tables.py; do not edit.", ""]
    lines += [f"export const ALPHABET = {string(ALPHABET)};", f"export const VOWELS = {string(VOWELS)};",
              "export const TONE_MARKS = [" + ", ".join('"' + "".join(f"\\u{ord(c):04x}" for c in m) + '"' for m in TONE_MARKS) + "];"]
    lines.append("/** First and last code points of the blocks that LATIN covers whole. */")
    lines.append("export const BLOCKS: readonly (readonly [number, number])[] = [" + ", ".join(f"[{a}, {b}]" for a, b in BLOCKS) + "];")
    lines.append("/** Code point, exact, fold, letter code, tone, foreign mark, upper case. */")
    lines.append("export const LATIN: readonly (readonly [number, string, string, number, number, number, number])[] = [")
    lines += rows + ["];"]
    lines.append("export const OTHER_FOLDS: readonly (readonly [number, string])[] = [")
    lines += [f"  [{cp}, {string(fold)}]," for cp, fold in other_folds()] + ["];"]
    lines.append("export const ONSETS: readonly string[] = [" + ", ".join(map(string, ONSETS)) + "];")
    lines.append("export const LONE_Y_ONSETS: readonly string[] = [" + ", ".join(map(string, LONE_Y_ONSETS)) + "];")
    for name, table in (("RIMES", flags), ("UNMARKED_RIMES", plain)):
        lines.append(f"export const {name}: Readonly<Record<string, number>> = {{")
        lines += [f"  {string(rime)}: {flag}," for rime, flag in sorted(table.items())] + ["};"]
    for name in ("GENERAL", "QU", "STOP", "BARE", "ONSET", "GI", "G_I"):
        lines.append(f"export const FLAG_{name} = {globals()['FLAG_' + name]};")
    return "\n".join(lines) + "\n"


def main():
    wanted = {CPP: cpp(), TS: ts()}
    if "--check" in sys.argv[1:]:
        stale = [str(path.relative_to(ROOT)) for path, text in wanted.items()
                 if not path.exists() or path.read_text(encoding="utf-8") != text]
        if stale:
            sys.exit(f"not what tools/text_tables.py writes (run it): {', '.join(stale)}")
        return
    for path, text in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
