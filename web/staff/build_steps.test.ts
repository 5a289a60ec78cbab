import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { mixedAsRgb, usedKeys } from "./build_steps.ts";

const here = (path: string): string => new URL(path, import.meta.url).pathname;

test("a mix with nothing becomes rgb(), which Chromium 109 knows", () => {
  expect(mixedAsRgb(".a{background:color-mix(in oklab,var(--ui-primary)10%,transparent)}")).toBe(".a{background:rgb(var(--ui-primary-rgb) / 10%)}");
  expect(mixedAsRgb("@supports (color:color-mix(in lab, red, red)){.a{color:color-mix(in oklab, var(--ui-bg-elevated) 7.5%, #0000)}}")).toBe(
    "@supports (color: red){.a{color:rgb(var(--ui-bg-elevated-rgb) / 7.5%)}}",
  );
});

test("each colour of the palette is the same as its twin", () => {
  const css = readFileSync(here("./src/styles/palette.css"), "utf8");
  const pairs = [...css.matchAll(/(--ui-[\w-]+): #(\w{6}); (--ui-[\w-]+)-rgb: ([\d ]+);/g)];
  expect(pairs.length).toBeGreaterThan(40);
  for (const [, name, hex, twin, rgb] of pairs) {
    expect(twin).toBe(name);
    expect(rgb!.split(" ").map(Number)).toEqual([0, 2, 4].map((at) => parseInt(hex!.slice(at, at + 2), 16)));
  }
});

/** WCAG 2.2, relative luminance and contrast ratio. */
function contrast(a: string, b: string): number {
  const light = (hex: string): number => {
    const [r, g, bl] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * bl!;
  };
  const [low, high] = [light(a), light(b)].sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

test("text can be read on every ground it stands on, fields have edges one can see", () => {
  const css = readFileSync(here("./src/styles/palette.css"), "utf8");
  for (const block of css.split(/\n\.dark /)) {
    const colours = Object.fromEntries([...block.matchAll(/--ui-([\w-]+): (#\w{6});/g)].map(([, name, hex]) => [name, hex!]));
    for (const text of ["text", "text-muted", "text-dimmed", "text-toned", "primary", "secondary", "success", "warning", "error"])
      for (const ground of ["bg", "bg-muted", "bg-elevated"]) expect(contrast(colours[text]!, colours[ground]!), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colours["text-inverted"]!, colours["primary"]!)).toBeGreaterThanOrEqual(4.5);
    for (const ground of ["bg", "bg-muted"]) expect(contrast(colours["border-accented"]!, colours[ground]!), `border on ${ground}`).toBeGreaterThanOrEqual(3);
  }
});

test("every text that is shown exists in both languages", () => {
  const keys = [...usedKeys(here("./src"))];
  expect(keys.length).toBeGreaterThan(100);
  for (const language of ["vi", "en"]) {
    const texts = JSON.parse(readFileSync(here(`../../locales/${language}.json`), "utf8")) as Record<string, string>;
    expect(keys.filter((key) => texts[key] === undefined)).toEqual([]);
  }
});

test("an icon that is used is one of the bundled set", () => {
  const icons = JSON.parse(readFileSync(here("../node_modules/@iconify-json/lucide/icons.json"), "utf8")) as { icons: object; aliases: object };
  const used = new Set<string>();
  for (const file of readdirSync(here("./src"), { recursive: true, encoding: "utf8" }))
    if (/\.(ts|vue)$/.test(file)) for (const [, icon] of readFileSync(here(`./src/${file}`), "utf8").matchAll(/i-lucide-([a-z0-9-]+)/g)) used.add(icon!);
  expect(used.size).toBeGreaterThan(20);
  expect([...used].filter((icon) => !(icon in icons.icons) && !(icon in icons.aliases))).toEqual([]);
});
