// Builds what the server hands out as files: web/portal -> web/dist/portal, web/staff -> web/dist/staff. CMake embeds web/dist into the binary.
// The portal:
//   web/portal/*.ts, *.css   entry points: bundled, minified, same name in dist
//   web/portal/static/**     copied as it is
//   url(...) in CSS          fonts and pictures land in dist/portal/fonts and are renamed by content
// Names stay the same from build to build; the server adds ?v=<digest> so that they can be cached for ever.
// The staff application is Vite's (web/staff/vite.config.ts): index.html, old_browser.html, before.js, and assets named by content.
import { build } from "esbuild";
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build as buildWithVite } from "vite";

const web = dirname(fileURLToPath(import.meta.url));
const source = join(web, "portal");
const target = join(web, "dist", "portal");

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });

const entries = existsSync(source)
  ? readdirSync(source)
      .filter((name) => /\.(ts|css)$/.test(name) && !/\.(test|d)\.ts$/.test(name))
      .map((name) => join(source, name))
  : [];

if (entries.length > 0) {
  await build({
    entryPoints: entries,
    outdir: target,
    bundle: true,
    minify: true,
    format: "iife",
    // The oldest browser still met on library machines (the last one for Windows 7).
    target: ["chrome109", "firefox115", "safari15"],
    charset: "utf8",
    legalComments: "none",
    assetNames: "fonts/[name]-[hash]",
    loader: { ".woff2": "file", ".svg": "file", ".png": "file" },
    logLevel: "warning",
  });
}
if (existsSync(join(source, "static"))) cpSync(join(source, "static"), target, { recursive: true });

await buildWithVite({ configFile: join(web, "staff", "vite.config.ts"), logLevel: "warn" });
