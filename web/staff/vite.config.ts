import ui from "@nuxt/ui/vite";
import vue from "@vitejs/plugin-vue";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { onlyUsedTexts, plainColours, scriptBefore } from "./build_steps.ts";
import { shapes } from "./src/styles/shapes.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// The oldest browser we promise to work in; lightningcss counts versions in 16 bits: major << 16.
const oldest = "chrome109";

export default defineConfig({
  root: here("."),
  base: "/nhan-vien/",
  plugins: [
    onlyUsedTexts(here("src")),
    vue(),
    ui({
      ui: shapes,
      autoImport: false,
      components: false,
      dts: false,
      colorMode: false,
      icon: { clientBundle: { scan: { globInclude: ["src/**/*.{vue,ts}"] } } },
      experimental: { componentDetection: true },
    }),
    plainColours(),
    scriptBefore("/nhan-vien/before.js"),
  ],
  resolve: {
    // Nuxt UI would bring Tailwind's palettes along in oklch(); ours are in styles/palette.css.
    alias: [{ find: "tailwindcss/colors", replacement: here("src/styles/no_colours.ts") }],
  },
  css: { transformer: "lightningcss", lightningcss: { targets: { chrome: 109 << 16 } } },
  build: {
    outDir: here("../dist/staff"),
    emptyOutDir: true,
    target: oldest,
    cssMinify: "lightningcss",
    // A data: address would be refused by the Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    license: false,
  },
  server: { proxy: { "/api": "http://127.0.0.1:8080" } },
});
