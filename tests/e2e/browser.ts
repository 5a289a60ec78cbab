// A reader's browser: Debian's Chromium, a new profile each time, nothing but the page under test to talk to.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { root } from "./library.ts";
import { axeSource, chromium } from "./vendors.ts";

export const phone: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
};
export const desktop: BrowserContextOptions = { viewport: { width: 1366, height: 768 } };
export const withoutScript: BrowserContextOptions = { ...desktop, javaScriptEnabled: false };

export function openBrowser(program = process.env["TANGTHU_CHROMIUM"] ?? "/usr/bin/chromium"): Promise<Browser> {
  return chromium.launch({
    executablePath: program,
    // Playwright makes a new empty profile for each launch and removes it.
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

export interface Visit {
  context: BrowserContext;
  page: Page;
  /** Throws when the page asked a foreign host for something, logged an error or threw. */
  close(): Promise<void>;
}

/** Enough of a list to act on: each once, the first five. */
function brief(findings: string[]): string {
  const all = [...new Set(findings)];
  return [...all.slice(0, 5), ...(all.length > 5 ? [`… and ${all.length - 5} more`] : [])].join("\n");
}

/** A window of its own. Whatever the page does wrong unseen comes out in close(). */
export async function visit(browser: Browser, address: string, options: BrowserContextOptions = desktop): Promise<Visit> {
  const context = await browser.newContext({ locale: "vi-VN", timezoneId: "Asia/Ho_Chi_Minh", ...options });
  context.setDefaultTimeout(30_000);
  const faults: string[] = [];
  context.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(address) && !/^(data|blob|about):/.test(url)) faults.push(`asked a foreign host: ${url}`);
  });
  const page = await context.newPage();
  page.on("pageerror", (error) => faults.push(`script error: ${error.message}`));
  page.on("console", (message) => {
    // A page that is missing on purpose is logged by the browser as an error too; the journey itself looks at statuses.
    if (message.type() === "error" && !/Failed to load resource/.test(message.text())) faults.push(`console: ${message.text()}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 500) faults.push(`${response.status()} for ${response.url()}`);
  });
  return {
    context,
    page,
    close: async () => {
      await context.close();
      if (faults.length > 0) assert.fail(brief(faults));
    },
  };
}

/** build/screens/NAME.png, to be looked at. */
export async function picture(page: Page, name: string, fullPage = true): Promise<void> {
  const folder = join(root, "build/screens");
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage });
}

interface AxeNode {
  target: string[];
  failureSummary?: string;
}
interface AxeFinding {
  id: string;
  impact: string | null;
  help: string;
  nodes: AxeNode[];
}

/** No serious or critical finding of axe (WCAG 2.2 A and AA, and its best practices for landmarks and headings). */
export async function assertAccessible(page: Page): Promise<void> {
  await page.evaluate(axeSource);
  const findings = await page.evaluate(async () => {
    const axe = (globalThis as unknown as { axe: { run(context: object, options: object): Promise<{ violations: AxeFinding[] }> } }).axe;
    // Left out: what a toast region keeps to lead the focus in and out (Reka UI); focused, it hands on at once.
    return (await axe.run({ exclude: ['[role="region"] > span[aria-hidden][tabindex]'] }, { resultTypes: ["violations"] })).violations;
  });
  const serious = findings
    .filter((finding) => finding.impact === "serious" || finding.impact === "critical")
    .map((finding) => `${finding.id}: ${finding.help}\n${finding.nodes.slice(0, 3).map((n) => `  ${n.target.join(" ")} — ${n.failureSummary ?? ""}`).join("\n")}`);
  if (serious.length > 0) assert.fail(`axe on ${page.url()}\n${brief(serious)}`);
}

/** Nothing is wider than the window: no sideways scrolling on a phone. */
export async function assertFitsWidth(page: Page): Promise<void> {
  const [content, view] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert.ok(content! <= view!, `${page.url()} is ${content}px wide in a window of ${view}px`);
}

/** Presses Tab until the element is focused; every stop on the way must show where the focus is. */
export async function tabTo(page: Page, selector: string, limit = 60): Promise<void> {
  for (let presses = 0; presses < limit; presses++) {
    await page.keyboard.press("Tab");
    const [found, visible] = await page.evaluate((wanted) => {
      const at = document.activeElement;
      if (!at || at === document.body) return [false, true];
      const box = at.getBoundingClientRect();
      const style = getComputedStyle(at);
      const ring = (style.outlineStyle !== "none" && style.outlineWidth !== "0px") || style.boxShadow !== "none";
      return [at.matches(wanted), ring && box.width > 0 && box.height > 0];
    }, selector);
    assert.ok(visible, `the focus does not show on ${await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 120))}`);
    if (found) return;
  }
  assert.fail(`${selector} is not reached by ${limit} presses of Tab`);
}
