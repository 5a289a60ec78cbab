// The one place that reaches into web/node_modules: tests/ has no modules of its own.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import type * as Playwright from "playwright-core";

const fromWeb = createRequire(new URL("../../web/package.json", import.meta.url));

export const { chromium } = fromWeb("playwright-core") as typeof Playwright;

/** The source of axe-core, to be run inside a page. */
export const axeSource = readFileSync(fromWeb.resolve("axe-core/axe.min.js"), "utf8");

/** Chromium 109, the last one for Windows 7: its packed program is unpacked below /tmp at the first call. */
export const oldChromium = (): Promise<string> => (fromWeb("@sparticuz/chromium") as { executablePath(): Promise<string> }).executablePath();
