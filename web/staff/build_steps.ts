// What our build does beyond Vite and Nuxt UI.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

/** Every key named in the sources below `folder`: quoted words that begin with `staff.`. */
export function usedKeys(folder: string): Set<string> {
  const keys = new Set<string>();
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!/\.(ts|vue)$/.test(name) || name.endsWith(".test.ts")) continue;
    for (const [, key] of readFileSync(join(folder, name), "utf8").matchAll(/["'](staff\.[a-z0-9_.]+)["']/g)) keys.add(key!);
  }
  return keys;
}

/** Of locales/LANGUAGE.json only the texts that this application shows: one small chunk a language. */
export function onlyUsedTexts(folder: string): Plugin {
  return {
    name: "tangthu:texts",
    enforce: "pre",
    load(id) {
      if (!/\/locales\/(vi|en)\.json$/.test(id)) return null;
      const all = JSON.parse(readFileSync(id, "utf8")) as Record<string, string>;
      const texts: Record<string, string> = {};
      for (const key of [...usedKeys(folder)].sort()) {
        if (all[key] === undefined) this.error(`${id} has no text ${key}`);
        texts[key] = all[key];
      }
      return JSON.stringify(texts);
    },
  };
}

/**
 * Chromium 109 knows no color-mix(), and Tailwind's own fall-back paints the colour in full where a tenth of it was meant.
 * Each colour of styles/palette.css therefore has a twin NAME-rgb, "166 30 30", and a mix with nothing becomes rgb().
 */
export function mixedAsRgb(css: string): string {
  return css
    .replace(/color-mix\(\s*in (?:oklab|lab|srgb),\s*var\((--[\w-]+)\)\s*([\d.]+)%,\s*(?:transparent|#0000)\s*\)/g, "rgb(var($1-rgb) / $2%)")
    .replace(/color-mix\(\s*in (?:oklab|lab|srgb),\s*currentcolor\s*50%,\s*(?:transparent|#0000)\s*\)/gi, "var(--ui-text-dimmed)") // place holders
    .replace(/@supports \(color:\s*color-mix\(in lab,\s*red,\s*red\)\)/g, "@supports (color: red)");
}

export function plainColours(): Plugin {
  return {
    name: "tangthu:plain-colours",
    enforce: "post",
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== "asset" || !file.fileName.endsWith(".css")) continue;
        const css = mixedAsRgb(String(file.source));
        const left = new Set(css.match(/color-mix\([^;}]*|okl(?:ch|ab)\([^;}]*/g));
        if (left.size > 0) this.error(`${file.fileName}: Chromium 109 does not know\n${[...left].join("\n")}`);
        file.source = css;
      }
    },
  };
}

/** A classic script goes first; written into index.html itself, Vite would warn that it cannot bundle it. */
export function scriptBefore(address: string): Plugin {
  return {
    name: "tangthu:script-before",
    transformIndexHtml: { order: "post", handler: () => [{ tag: "script", attrs: { src: address }, injectTo: "head-prepend" }] },
  };
}
