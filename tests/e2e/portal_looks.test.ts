// What design promises of every page of the portal, whoever looks at it: on a phone, at a desk, in the dark, on paper.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { assertAccessible, assertFitsWidth, desktop, openBrowser, phone, picture, visit } from "./browser.ts";
import { openLibrary, type Library } from "./library.ts";

let library: Library;
let browser: Browser;
let pages: Array<[name: string, path: string, status?: number]>;

before(async () => {
  [library, browser] = await Promise.all([openLibrary(), openBrowser()]);
  const results = await (await fetch(library.address + "/tim?q=truyen%20kieu")).text();
  const record = /href="(\/sach\/\d+[^"]*)"/.exec(results)![1]!;
  pages = [
    ["home", "/"],
    ["results", "/tim?q=vi%E1%BB%87t%20nam"],
    ["filtered", "/tim?q=truyen&language=vie&from=1900"],
    ["nothing", "/tim?q=xyzzyq&language=vie"],
    ["record", record],
    ["marc", record.replace(/^(\/sach\/\d+).*/, "$1/marc")],
    ["authors", "/duyet/tac-gia?from=N"],
    ["subjects", "/duyet/chu-de"],
    ["classes", "/duyet/mon-loai"],
    ["divisions", "/duyet/mon-loai/800"],
    ["new", "/sach-moi"],
    ["libraries", "/thu-vien"],
    ["english", "/en/search?q=truyen"],
    ["missing", "/khong-co-trang-nay", 404],
    ["refused", "/tim?q=" + "a".repeat(400), 400],
  ];
});
after(async () => {
  await browser?.close();
  await library?.close();
});

/** Sizes of design (12 · 14 · 16 · 20 · 28 · 40) with room for two stacked marks over a capital, in every visible text. */
async function assertType(page: Page): Promise<void> {
  const wrong = await page.evaluate(() => {
    const sizes = [12, 14, 16, 20, 28, 40];
    const found = new Set<string>();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      const at = text.parentElement!;
      if (!text.textContent?.trim() || at.getClientRects().length === 0 || at.tagName === "SCRIPT") continue;
      const style = getComputedStyle(at);
      const size = parseFloat(style.fontSize);
      const line = parseFloat(style.lineHeight) / size;
      const where = `${at.tagName.toLowerCase()}.${at.className} “${text.textContent.trim().slice(0, 30)}”`;
      if (!sizes.includes(Math.round(size * 10) / 10)) found.add(`${where} is ${size}px`);
      if (!(line > 1.49)) found.add(`${where} has lines of ${line}`);
    }
    return [...found];
  });
  assert.deepEqual(wrong.slice(0, 5), [], page.url());
}

/** 44 pixels for a thumb. A link inside a sentence is as high as its line. */
async function assertTargets(page: Page): Promise<void> {
  const small = await page.evaluate(() => {
    const isInSentence = (link: Element): boolean =>
      getComputedStyle(link).display === "inline" &&
      [...link.parentElement!.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && !!node.textContent?.trim());
    return [...document.querySelectorAll("a, button, summary, input:not([type=hidden]), select")]
      .filter((one) => one.getClientRects().length > 0 && !one.matches(".skip") && !isInSentence(one))
      .filter((one) => {
        const stretched = getComputedStyle(one, "::after").position === "absolute"; // over its whole hit
        const box = (stretched ? one.closest("li")! : one).getBoundingClientRect();
        return Math.round(box.height) < 44 || Math.round(box.width) < 44;
      })
      .map((one) => `${one.outerHTML.slice(0, 90)} ${one.getBoundingClientRect().width}×${one.getBoundingClientRect().height}`);
  });
  assert.deepEqual(small.slice(0, 5), [], page.url());
}

async function onEveryPage(options: BrowserContextOptions, look: (page: Page, name: string) => Promise<void>): Promise<void> {
  const { page, close } = await visit(browser, library.address, options);
  for (const [name, path, status = 200] of pages) {
    const answer = await page.goto(library.address + path);
    assert.equal(answer?.status(), status, path);
    assert.ok((await answer!.body()).length < 100_000, `${path} is under 100 kB`);
    await look(page, name);
  }
  await close();
}

test("on a phone: no finding of axe, nothing too wide, targets for thumbs, type of the house", async () => {
  await onEveryPage(phone, async (page, name) => {
    await assertFitsWidth(page);
    await assertType(page);
    await assertTargets(page);
    await assertAccessible(page);
    await picture(page, `phone-${name}`);
  });
});

test("at a desk in the dark: no finding of axe, type of the house", async () => {
  await onEveryPage({ ...desktop, colorScheme: "dark" }, async (page, name) => {
    await assertType(page);
    await assertAccessible(page);
    await picture(page, `dark-${name}`);
  });
});

test("every page but the first can be searched from, and leads back to the first", async () => {
  await onEveryPage({ ...desktop, javaScriptEnabled: false }, async (page, name) => {
    assert.equal(await page.locator('form[role="search"] input[name="q"]').count(), 1, `${name} has one search box`);
    assert.equal(await page.locator("header a.brand").count(), 1, name);
  });
});

test("on paper a record is a catalogue card, on one sheet", async () => {
  const { page, close } = await visit(browser, library.address, desktop);
  await page.goto(library.address + pages.find(([name]) => name === "record")![1]);
  const sheet = (await page.pdf({ format: "A4" })).toString("latin1");
  assert.equal(sheet.match(/\/Type\s*\/Page\b(?!s)/g)?.length, 1, "one sheet");
  await page.emulateMedia({ media: "print" });
  const card = await page.locator(".card").boundingBox();
  assert.ok(card && Math.abs(card.width - (12.5 / 2.54) * 96) < 4, "the card is 12.5 cm wide");
  assert.match(await page.innerText(".card"), /Nguyễn Du[\s\S]*Truyện Kiều/i);
  for (const hidden of [".top", ".foot", "article.record"]) assert.equal(await page.locator(hidden).isVisible(), false, hidden);
  await picture(page, "print-record");
  await close();
});
