// The staff application on the real program: what its own journeys (web/staff/tests) try against a stand-in, in short.
import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { assertAccessible, openBrowser, picture, visit } from "./browser.ts";
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

function passwordOf(name: string): string {
  const file = join(library.data, "tai-khoan-dung-thu.txt");
  assert.equal(statSync(file).mode & 0o777, 0o600, "for the keeper of the data alone");
  const line = readFileSync(file, "utf8").split("\n").find((one) => one.startsWith(`${name}\t`));
  assert.ok(line, `no password of ${name}`);
  return line.split("\t")[1]!;
}

test("the demo's desk librarian signs in by keyboard, finds a book in the palette, and leaves", async () => {
  const { page, close } = await visit(browser, library.address, { viewport: { width: 1366, height: 768 } });
  await page.goto(`${library.address}/nhan-vien/`);
  await page.getByLabel("Tên đăng nhập").fill("thuthu");
  await page.keyboard.press("Tab");
  await page.keyboard.type(passwordOf("thuthu"));
  await page.keyboard.press("Enter");
  await page.getByText("Lò Thị Mai").first().waitFor();
  await picture(page, "staff-real-today", false);
  await assertAccessible(page);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("truyen kieu");
  await page.getByRole("option", { name: /Truyện Kiều/ }).first().waitFor(); // typed before the palette was there
  await picture(page, "staff-real-palette", false);
  await page.keyboard.press("Escape");
  assert.equal((await page.request.get(`${library.address}/api/v1/staff`)).status(), 403, "no right to the accounts");
  await close();
});

test("an administrator changes the first password and sees the accounts", async () => {
  const { page, close } = await visit(browser, library.address, { viewport: { width: 1366, height: 768 } });
  await page.goto(`${library.address}/nhan-vien/`);
  await page.getByLabel("Tên đăng nhập").fill("admin");
  await page.locator("input[type=password]").fill(passwordOf("admin"));
  await page.keyboard.press("Enter");
  const fields = page.locator("input[autocomplete=new-password]");
  await fields.first().waitFor();
  await page.locator("input[autocomplete=current-password]").fill(passwordOf("admin"));
  for (const field of await fields.all()) await field.fill("một câu dài dễ nhớ");
  await page.keyboard.press("Enter");
  await page.getByText("Quản trị hệ thống").first().waitFor();
  await page.goto(`${library.address}/nhan-vien/tai-khoan`);
  await page.getByText("bienmuc").first().waitFor();
  await picture(page, "staff-real-accounts", false);
  await assertAccessible(page);
  await close();
});
