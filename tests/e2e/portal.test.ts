// What a reader does on the public portal, from the first page to a record in hand.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { assertAccessible, assertFitsWidth, desktop, openBrowser, phone, picture, tabTo, visit, withoutScript } from "./browser.ts";
import { openLibrary, type Library } from "./library.ts";

let library: Library;
let browser: Browser;

before(async () => {
  [library, browser] = await Promise.all([openLibrary(), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await library?.close();
});

const open = async (page: Page, path: string): Promise<void> => {
  const answer = await page.goto(library.address + path);
  assert.equal(answer?.status(), 200, path);
};
const firstHit = "ol.hits > li:first-child h2 a";

test("a reader without an input method finds a book, and where it stands", async () => {
  const { page, close } = await visit(browser, library.address, desktop);
  await open(page, "/");
  await page.fill("#q", "de men phieu luu ky");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/tim\?/);
  assert.match(await page.innerText(firstHit), /Dế Mèn phiêu lưu ký/i);
  await page.click(firstHit);
  await page.waitForSelector("article.record");
  assert.match(await page.innerText("h1"), /Dế Mèn phiêu lưu ký/i);
  assert.ok((await page.locator("table.copies tbody tr").count()) > 0, "the record says where its copies are");
  assert.match(new URL(page.url()).pathname, /^\/sach\/\d+/, "a record has an address of its own");
  await close();
});

test("the keyboard alone is enough", async () => {
  const { page, close } = await visit(browser, library.address, desktop);
  await open(page, "/");
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => document.activeElement?.matches("a.skip")), "the first stop leads past the menu");
  await tabTo(page, "#q");
  await page.keyboard.type("truyện kiều");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/tim\?/);
  await tabTo(page, firstHit);
  await page.keyboard.press("Enter");
  await page.waitForSelector("article.record");
  await tabTo(page, "details.cite > summary");
  await page.keyboard.press("Enter");
  await page.waitForSelector("details.cite[open] .downloads a");
  await close();
});

test("without script everything still works: search, filter, sort, page on", async () => {
  const { page, close } = await visit(browser, library.address, withoutScript);
  await open(page, "/");
  await page.fill("#q", "việt nam");
  await page.click("form.search button");
  const all = await page.innerText("#kq h1");
  await page.click("aside.facets .facet li a >> nth=0");
  await page.waitForSelector("ul.chips a");
  assert.notEqual(await page.innerText("#kq h1"), all, "a filter narrows the result");
  await page.click("ul.chips a >> nth=0");
  await page.waitForSelector("ul.chips", { state: "detached" });
  assert.equal(await page.innerText("#kq h1"), all, "one tap takes it away again");
  await page.click("details.menu summary");
  await page.click("details.menu li a >> nth=1");
  await page.waitForURL(/sort=/);
  await page.click('nav.pages a[rel~="next"]');
  await page.waitForSelector('nav.pages a[rel~="prev"]');
  assert.ok(Number(await page.getAttribute("ol.hits", "start")) > 1, "the second page goes on counting");
  await page.click("aside.facets .facet li a >> nth=0");
  await page.waitForSelector("ul.chips a");
  const title = await page.innerText(firstHit);
  await page.click(firstHit);
  await page.waitForSelector("article.record");
  assert.ok(title.startsWith(await page.innerText("h1")), "the hit leads to its record");
  await close();
});

test("suggestions answer while one types, and can be taken by keyboard", async () => {
  const { page, close } = await visit(browser, library.address, desktop);
  await open(page, "/");
  await page.locator("#q").pressSequentially("truyen k", { delay: 20 });
  const options = page.locator('[role="listbox"] [role="option"]');
  await options.first().waitFor();
  assert.match(await options.allInnerTexts().then((all) => all.join("\n")), /Truyện Kiều/i);
  assert.equal(await page.getAttribute("#q", "aria-expanded"), "true");
  await assertAccessible(page);
  await picture(page, "suggestions", false);
  await page.keyboard.press("ArrowUp");
  const last = page.locator('[role="option"]').last();
  assert.equal(await page.getAttribute("#q", "aria-activedescendant"), await last.getAttribute("id"), "up from the box is the last one");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator('[role="listbox"]').isVisible(), false, "Escape puts the list away");
  assert.equal(await page.inputValue("#q"), "truyen k", "and leaves what was typed");
  await page.keyboard.press("ArrowDown"); // asks for the list again
  await options.first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname !== "/");
  await close();
});

test("a slip of the finger is put right, and nothing found is no dead end", async () => {
  const { page, close } = await visit(browser, library.address, desktop);
  await open(page, "/tim?q=" + encodeURIComponent("truyen kieeuu"));
  const meant = page.locator(".meant a");
  assert.match(await meant.innerText(), /truyện kiều/i);
  await picture(page, "did-you-mean");
  await meant.click();
  assert.match(await page.innerText(firstHit), /Truyện Kiều/i);
  await open(page, "/tim?q=" + encodeURIComponent("xyzzyq"));
  await page.waitForSelector(".nothing");
  assert.ok((await page.locator(".nothing a").count()) >= 1);
  await assertAccessible(page);
  await picture(page, "nothing-found");
  await close();
});

test("on a phone of 360 pixels nothing runs out of the window", async () => {
  const { page, close } = await visit(browser, library.address, phone);
  for (const [name, path] of [
    ["home", "/"],
    ["results", "/tim?q=" + encodeURIComponent("việt nam")],
    ["browse", "/duyet/tac-gia"],
    ["libraries", "/thu-vien"],
  ] as const) {
    await open(page, path);
    await assertFitsWidth(page);
    await picture(page, `phone-${name}`);
  }
  await open(page, "/tim?q=" + encodeURIComponent("việt nam"));
  await page.click("a.to-facets");
  await page.waitForSelector("#bo-loc h2", { state: "visible" });
  await picture(page, "phone-filters", false);
  await assertAccessible(page);
  assert.equal(await page.locator("header.top").isVisible(), false, "open, the filters are the page");
  await page.click("#bo-loc .facet li a >> nth=0");
  await page.waitForSelector("ul.chips a");
  assert.match(await page.innerText("a.to-facets"), /\(1\)/, "the button counts the filters in use");
  await page.click("a.to-facets");
  await page.click("#bo-loc .done");
  await page.waitForSelector("header.top", { state: "visible" });
  await open(page, "/tim?q=truyen%20kieu");
  await page.click(firstHit);
  await page.waitForSelector("article.record");
  await assertFitsWidth(page);
  await picture(page, "phone-record");
  await close();
});

for (const [language, pages] of [
  ["vi", ["/", "/tim?q=truyen", "/sach-moi", "/duyet/tac-gia", "/duyet/chu-de", "/duyet/mon-loai", "/thu-vien"]],
  ["en", ["/en", "/en/search?q=truyen", "/en/new", "/en/browse/authors", "/en/browse/subjects", "/en/browse/classes", "/en/libraries"]],
] as const) {
  test(`every page in ${language}: no serious finding of axe, under 100 kB, its language said`, async () => {
    const { page, close } = await visit(browser, library.address, desktop);
    for (const path of pages) {
      const answer = await page.goto(library.address + path);
      assert.equal(answer?.status(), 200, path);
      const html = await answer!.body();
      assert.ok(html.length < 100_000, `${path} has ${html.length} bytes`);
      assert.equal(await page.getAttribute("html", "lang"), language, path);
      assert.equal(await page.locator("h1").count(), 1, `${path} has one first heading`);
      await assertAccessible(page);
      await picture(page, `${language}-${path.replace(/\?.*/, "").replace(/\W+/g, "-").replace(/^-|-$/g, "") || "home"}`);
    }
    await open(page, pages[1]);
    await page.click(firstHit);
    await page.waitForSelector("article.record");
    await assertAccessible(page);
    await picture(page, `${language}-record`);
    await close();
  });
}

test("in the dark, and zoomed in, it can still be read", async () => {
  const { page, close } = await visit(browser, library.address, { ...desktop, colorScheme: "dark" });
  for (const path of ["/", "/tim?q=truyen"]) {
    await open(page, path);
    await assertAccessible(page);
    await picture(page, `dark-${path === "/" ? "home" : "results"}`);
  }
  await close();

  // A desktop at 400 % zoom is 320 pixels wide (WCAG 1.4.10).
  const zoomed = await visit(browser, library.address, { viewport: { width: 320, height: 256 } });
  await open(zoomed.page, "/tim?q=truyen");
  await assertFitsWidth(zoomed.page);
  await zoomed.close();
});

test("what a reader takes along: downloads, feed, print", async () => {
  const { page, close } = await visit(browser, library.address, desktop);
  await open(page, "/tim?q=truyen%20kieu");
  await page.click(firstHit);
  await page.waitForSelector("article.record");
  const links = await page.$$eval(".downloads a", (all) => all.map((a) => (a as HTMLAnchorElement).href));
  assert.ok(links.length >= 5, "MARC, MARCXML, JSON, RIS, BibTeX");
  for (const link of links) {
    const answer = await fetch(link);
    assert.equal(answer.status, 200, link);
    assert.ok((await answer.arrayBuffer()).byteLength > 50, link);
  }
  const feed = await fetch(library.address + "/sach-moi.atom");
  assert.match(feed.headers.get("content-type") ?? "", /application\/atom\+xml/);
  await page.emulateMedia({ media: "print" });
  await picture(page, "print-record");
  await close();
});
