// What the staff do in their application, in Debian's Chromium and in Chromium 109, the last one for Windows 7.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { assertAccessible, assertFitsWidth, desktop, openBrowser, picture, tabTo, visit, type Visit } from "../../../tests/e2e/browser.ts";
import { oldChromium } from "../../../tests/e2e/vendors.ts";
import { openStandIn, type StandIn } from "./stand_in.ts";

const secret = "mat khau 2026";

async function enter(page: Page, address: string, path = "", name = "admin"): Promise<void> {
  await page.goto(`${address}/nhan-vien/${path}`);
  await page.waitForSelector("form");
  await page.keyboard.type(name);
  await page.keyboard.press("Enter");
  await page.keyboard.type(secret);
  await page.keyboard.press("Enter");
  await page.waitForSelector("nav");
}
const focused = (page: Page): Promise<string> => page.evaluate(() => document.activeElement?.getAttribute("name") ?? document.activeElement?.tagName ?? "");

/** Lines lower than 1.5 clip the marks that stand on one another: ễ, ậ, Ẩ. Texts that Vietnamese is written in, as they are drawn. */
async function assertRoomForMarks(page: Page): Promise<void> {
  const tight = await page.evaluate(() => {
    const found: string[] = [];
    for (const at of document.querySelectorAll("body *")) {
      const hasText = [...at.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent!.trim() !== "");
      if (!hasText || at.closest("svg, script, style, noscript, .sr-only")) continue;
      const style = getComputedStyle(at);
      if (Number.parseFloat(style.lineHeight) / Number.parseFloat(style.fontSize) < 1.49) found.push(`${at.tagName} ${at.textContent!.trim().slice(0, 40)}: ${style.lineHeight} for ${style.fontSize}`);
    }
    return found.slice(0, 5);
  });
  assert.deepEqual(tight, []);
}
async function assertGood(page: Page, name: string): Promise<void> {
  await page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {}))));
  await picture(page, name, false);
  await assertAccessible(page);
  await assertFitsWidth(page);
  await assertRoomForMarks(page);
}

for (const [label, program] of [
  ["chromium", async () => undefined],
  ["chromium-109", oldChromium],
] as const)
  describe(label, () => {
    let browser: Browser;
    let server: StandIn;
    let now: Visit;
    before(async () => {
      browser = await openBrowser(await program());
      if (label === "chromium-109") assert.match(browser.version(), /^109\./);
    });
    after(async () => browser?.close());

    /** A fresh library and a fresh window each. */
    const journey = (name: string, go: (page: Page, server: StandIn) => Promise<void>, options = {}): void => {
      test(name, async () => {
        server = await openStandIn();
        try {
          now = await visit(browser, server.address, { ...desktop, ...options });
          await go(now.page, server);
          await now.close();
          assert.equal(server.library.withoutToken, 0, "every change brought the token of its page");
        } finally {
          await server.close();
        }
      });
    };

    journey("signing in takes the keyboard only; a wrong password is said at its field, in the server's words", async (page, { address }) => {
      await page.goto(`${address}/nhan-vien/`);
      await page.waitForSelector("form");
      assert.equal(await focused(page), "name");
      await page.keyboard.type("admin");
      await page.keyboard.press("Enter");
      assert.equal(await focused(page), "password", "Enter goes on");
      await page.keyboard.type("sai");
      await page.keyboard.press("Enter");
      const words = page.locator('[data-slot="error"]');
      await words.waitFor();
      assert.match(await words.innerText(), /chưa đúng\. Kiểm tra Caps Lock/);
      assert.equal(await focused(page), "password", "ready for another try");
      assert.equal(await page.getAttribute("[name=password]", "aria-invalid"), "true");
      await assertGood(page, `staff-wrong-password-${label}`);
      await page.keyboard.type(secret);
      await page.keyboard.press("Enter");
      await page.waitForSelector("h1:has-text('Hôm nay')");
      assert.match(await page.title(), /^Hôm nay – Tàng Thư$/);
      assert.equal(await page.getByRole("combobox", { name: "Đơn vị đang làm việc" }).inputValue(), "Toàn mạng lưới");
      assert.match(await page.innerText("header"), /Nguyễn Thị Hồng Ánh/, "unit and person are shown");
      await assertGood(page, `staff-today-${label}`);
      await page.keyboard.press("Tab");
      await tabTo(page, 'a[href$="/tai-khoan"]');
      await page.keyboard.press("Enter");
      await page.waitForSelector("table");
    });

    journey("too many wrong passwords: the button counts the seconds, then works again", async (page, { address, library }) => {
      library.failures = 5;
      library.wait = 2;
      await page.goto(`${address}/nhan-vien/`);
      await page.fill("[name=name]", "admin");
      await page.fill("[name=password]", secret);
      await page.keyboard.press("Enter");
      const button = page.locator("button[type=submit]");
      await page.waitForSelector("button[type=submit]:disabled");
      assert.match(await button.innerText(), /Chờ [12] giây/);
      assert.match(await page.innerText("form [role=status]"), /Nhập sai nhiều lần quá/);
      library.failures = 0;
      await page.waitForSelector("button[type=submit]:enabled");
      await button.click();
      await page.waitForSelector("nav");
    });

    journey("Caps Lock is warned of, the password can be looked at", async (page, { address }) => {
      await page.goto(`${address}/nhan-vien/`);
      await page.waitForSelector("form");
      await page.locator("[name=password]").evaluate((field) => field.dispatchEvent(new KeyboardEvent("keydown", { key: "A", modifierCapsLock: true, bubbles: true })));
      await page.getByText("Caps Lock đang bật.").waitFor();
      await page.getByRole("button", { name: "Hiện mật khẩu" }).click();
      assert.equal(await page.getAttribute("[name=password]", "type"), "text");
    });

    journey("a password from somebody else is changed first, then the wanted page opens", async (page, { address, library }) => {
      library.staff.find((one) => one.name === "thang.dd")!.must_change_password = true;
      await page.goto(`${address}/nhan-vien/tai-khoan?state=inactive`);
      await page.waitForSelector("form");
      await page.keyboard.type("thang.dd");
      await page.keyboard.press("Enter");
      await page.keyboard.type(secret);
      await page.keyboard.press("Enter");
      await page.waitForSelector("[name=old_password]");
      await assertGood(page, `staff-must-change-${label}`);
      await page.goto(`${address}/nhan-vien/`);
      await page.waitForFunction(() => document.activeElement?.getAttribute("name") === "old_password"); // no way around it
      for (const [old, fresh, again, words] of [
        [secret, "ngắn", "ngắn", /Mật khẩu cần từ 10/],
        ["sai", "mười chữ trở lên", "mười chữ trở lên", /chưa đúng/],
        [secret, "mười chữ trở lên", "khác", /khác nhau/],
      ] as const) {
        await page.fill("[name=old_password]", old);
        await page.fill("[name=new_password]", fresh);
        await page.fill("[name=again]", again);
        await page.click("button[type=submit]");
        await page.locator('[data-slot="error"]', { hasText: words }).waitFor();
      }
      await page.fill("[name=again]", "mười chữ trở lên");
      await page.keyboard.press("Enter");
      await page.waitForSelector("nav");
    });

    journey("an account is added by keyboard; its password is told once", async (page, { address, library }) => {
      await enter(page, address, "tai-khoan");
      await page.waitForSelector("table");
      await tabTo(page, 'a[href$="/tai-khoan/moi"]');
      await page.keyboard.press("Enter");
      await page.waitForSelector("[role=dialog] [name=full_name]");
      await page.waitForFunction(() => document.activeElement?.getAttribute("name") === "full_name");
      await page.keyboard.type("Bùi Thị Diễm Hằng");
      await page.keyboard.press("Enter");
      await page.keyboard.type("Hằng");
      await page.keyboard.press("Control+Enter");
      await page.locator('[data-slot="error"]', { hasText: "không dùng được" }).waitFor();
      assert.equal(await focused(page), "name", "the field that was refused has the focus");
      await page.keyboard.type("admin");
      await page.keyboard.press("Control+Enter");
      await page.locator('[data-slot="error"]', { hasText: "đã có người dùng" }).waitFor();
      await page.keyboard.type("hang.bt");
      await page.getByRole("button", { name: "Thêm vai trò" }).click();
      await assertGood(page, `staff-new-account-${label}`);
      await page.getByRole("dialog").getByRole("button", { name: "Thêm tài khoản" }).click();
      await page.waitForSelector("output");
      assert.equal(await page.innerText("output"), "kx7m-Qp3w-9rtb");
      await assertGood(page, `staff-one-time-password-${label}`);
      await page.keyboard.press("Escape");
      assert.equal(await page.isVisible("output"), true, "Esc does not throw a secret away");
      await page.getByRole("button", { name: "Đã ghi lại" }).click();
      await page.waitForSelector("[role=dialog]", { state: "detached" });
      await page.getByRole("link", { name: "Bùi Thị Diễm Hằng" }).waitFor();
      assert.deepEqual(library.staff.at(-1)?.grants, [{ role: "desk", unit: "" }]);
    });

    journey("what was written outlives Esc and a reload", async (page, { address }) => {
      await enter(page, address, "tai-khoan/moi");
      await page.fill("[name=full_name]", "Đỗ Thị Ánh Nguyệt");
      await page.keyboard.press("Escape");
      await page.getByText("Phần đang soạn đã được giữ lại.", { exact: true }).first().waitFor();
      await page.getByRole("button", { name: "Mở lại" }).click();
      await page.waitForSelector("[name=full_name]");
      assert.equal(await page.inputValue("[name=full_name]"), "Đỗ Thị Ánh Nguyệt");
      page.on("dialog", (dialog) => void dialog.accept());
      await page.reload();
      await page.waitForSelector("[name=full_name]");
      assert.equal(await page.inputValue("[name=full_name]"), "Đỗ Thị Ánh Nguyệt");
      await page.getByRole("button", { name: "Bỏ phần đang soạn" }).click();
      assert.equal(await page.inputValue("[name=full_name]"), "");
    });

    journey("a session that ended in the middle of work: sign in, and it is all still there", async (page, { address, library }) => {
      await enter(page, address, "tai-khoan/2");
      await page.fill("[name=full_name]", "Trần Văn Bình Minh");
      library.sessions.clear();
      await page.keyboard.press("Control+Enter");
      await page.waitForSelector("[name=password]");
      await page.fill("[name=name]", "admin");
      await page.fill("[name=password]", secret);
      await page.keyboard.press("Enter");
      await page.waitForSelector("[name=full_name]");
      assert.equal(await page.inputValue("[name=full_name]"), "Trần Văn Bình Minh");
    });

    journey("two edit one account: both versions are shown, nothing is overwritten unseen", async (page, { address, library }) => {
      await enter(page, address, "tai-khoan/4");
      await page.fill("[name=full_name]", "Nguyễn Minh Đức (Phó)");
      Object.assign(library.staff[3]!, { home_unit: "LC-YB", version: 2 });
      await page.keyboard.press("Control+Enter");
      await page.getByText("Người khác vừa sửa tài khoản này").waitFor();
      const table = page.getByRole("dialog").locator("table");
      assert.match(await table.innerText(), /Họ và tên\s+Nguyễn Minh Đức\s+Nguyễn Minh Đức \(Phó\)/);
      assert.match(await table.innerText(), /Nơi làm việc\s+Cơ sở Yên Bái\s+Cơ sở Lào Cai/);
      await assertGood(page, `staff-conflict-${label}`);
      await page.getByRole("button", { name: "Giữ phần tôi sửa" }).click();
      await page.getByRole("button", { name: "Lưu", exact: true }).click();
      await page.waitForSelector("[role=dialog]", { state: "detached" });
      assert.equal(library.staff[3]!.full_name, "Nguyễn Minh Đức (Phó)");
      assert.equal(library.staff[3]!.version, 3);
    });

    journey("a password is reset, a device gets a token, an account goes out of use and comes back", async (page, { address, library }) => {
      await enter(page, address, "tai-khoan/2");
      await page.getByRole("button", { name: "Ngừng dùng" }).click();
      const ask = page.getByRole("dialog", { name: /Ngừng dùng tài khoản/ });
      await ask.waitFor();
      await assertGood(page, `staff-confirm-${label}`);
      await page.keyboard.press("Escape");
      assert.equal(library.staff[1]!.is_active, true, "Esc is no");
      await page.getByRole("button", { name: "Ngừng dùng" }).click();
      await ask.getByRole("button", { name: "Ngừng dùng" }).click();
      await page.getByRole("button", { name: "Dùng lại" }).waitFor();
      assert.equal(library.staff[1]!.is_active, false);
      await page.getByRole("button", { name: "Dùng lại" }).click();
      await page.getByRole("button", { name: "Ngừng dùng" }).waitFor();
      await page.getByRole("button", { name: "Đặt lại mật khẩu" }).click();
      await page.getByRole("dialog", { name: /Đặt lại/ }).getByRole("button", { name: "Đặt lại mật khẩu" }).click();
      assert.equal(await page.innerText("output"), "hn4c-Wd8s-2vzk");
      await page.goto(`${address}/nhan-vien/tai-khoan/10`);
      await page.fill("[name=label]", "Máy tầng 1");
      await page.getByRole("button", { name: "Tạo mã" }).click();
      assert.match(await page.innerText("output"), /^tt_/);
      await assertGood(page, `staff-token-${label}`);
    });

    journey("the list: sorted in Vietnamese, filtered in the address", async (page, { address }) => {
      await enter(page, address, "tai-khoan");
      const names = () => page.locator("tbody tr a").allInnerTexts();
      await page.waitForSelector("tbody a");
      assert.deepEqual((await names()).slice(0, 4), ["Nguyễn Thị Hồng Ánh", "Trần Văn Bình", "Lê Thùy Dương", "Nguyễn Minh Đức"]);
      assert.equal(await page.getAttribute("th:first-child", "aria-sort"), "ascending");
      await assertGood(page, `staff-accounts-${label}`);
      await page.getByRole("button", { name: "Tên đăng nhập" }).click();
      await page.waitForURL(/sort=name/);
      await page.getByRole("searchbox").fill("yen bai");
      await page.waitForURL(/q=yen/);
      assert.equal((await names()).length, 4);
      const shared = page.url();
      await page.goto("about:blank");
      await page.goto(shared);
      await page.waitForSelector("tbody a");
      assert.equal((await names()).length, 4, "a colleague can be sent the address");
      await page.getByRole("searchbox").fill("không có ai");
      await page.getByText("Không có tài khoản nào như vậy").waitFor();
      await page.getByRole("button", { name: "Bỏ lọc" }).click();
      await page.waitForFunction(() => document.querySelectorAll("tbody tr a").length === 10);
    });

    const openPalette = async (page: Page): Promise<void> => {
      await page.keyboard.press("Control+k");
      await page.waitForFunction(() => document.querySelectorAll("[role=option]").length > 1 && document.activeElement?.getAttribute("role") !== "dialog" && document.activeElement?.tagName === "INPUT");
    };
    journey("the palette finds rooms, acts and titles without marks", async (page, { address }) => {
      await enter(page, address);
      await openPalette(page);
      await page.keyboard.type("tai kh");
      await page.waitForFunction(() => document.querySelectorAll("[role=option]").length === 1);
      await page.keyboard.press("Enter");
      await page.waitForURL(/tai-khoan/);
      await page.waitForSelector("[role=dialog]", { state: "detached" });
      await openPalette(page);
      await page.keyboard.type("truyen");
      await page.getByRole("option", { name: /Truyện Kiều/ }).waitFor();
      await assertGood(page, `staff-palette-${label}`);
      await page.keyboard.press("Escape");
      await page.waitForSelector("[role=dialog]", { state: "detached" });
      await openPalette(page);
      await page.keyboard.type("dang xuat");
      await page.waitForFunction(() => document.querySelectorAll("[role=option]").length === 1);
      await page.keyboard.press("Enter");
      await page.waitForSelector("[name=password]");
      await page.goBack();
      await page.waitForSelector("[name=password]");
    });

    journey("the unit is switched; where one has no role is refused in the server's words", async (page, { address, library }) => {
      await enter(page, address, "", "duc.nm");
      const unit = page.getByRole("combobox", { name: "Đơn vị đang làm việc" });
      const move = async (typed: string): Promise<void> => {
        await unit.click();
        await page.keyboard.type(typed);
        await page.waitForTimeout(150); // the list is filtered in the next frame
        await page.keyboard.press("Enter");
      };
      assert.equal(await unit.inputValue(), "Cơ sở Lào Cai");
      await move("co so yen bai");
      await page.getByText("Bạn không có vai trò nào ở đơn vị").first().waitFor();
      assert.equal(await unit.inputValue(), "Cơ sở Lào Cai");
      library.staff[3]!.grants.push({ role: "desk", unit: "LC-YB" });
      await move("co so yen bai");
      await page.getByText("Đang làm việc tại").first().waitFor();
      assert.equal(await unit.inputValue(), "Cơ sở Yên Bái");
      assert.equal(await page.locator("nav a", { hasText: "Tài khoản" }).count(), 0, "a room one may not enter there is not shown");
      await unit.click();
      await assertGood(page, `staff-units-${label}`);
    });

    journey("English, dark, and a narrow rail, all kept", async (page, { address }) => {
      await enter(page, address, "tai-khoan");
      const menu = page.getByRole("button", { name: /Nguyễn Thị Hồng Ánh/ });
      await menu.click();
      await assertGood(page, `staff-menu-${label}`);
      await page.getByRole("menuitem", { name: "English" }).click();
      await page.getByRole("heading", { name: "Accounts" }).waitFor();
      await page.getByText("Desk librarian").first().waitFor();
      assert.equal(await page.getAttribute("html", "lang"), "en");
      await menu.click();
      await page.getByRole("menuitem", { name: "Dark" }).click();
      await page.getByRole("button", { name: "Collapse" }).click();
      await page.reload();
      await page.getByText("Desk librarian").first().waitFor();
      assert.equal(await page.evaluate(() => document.documentElement.classList.contains("dark")), true);
      assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(22, 24, 27)");
      await assertGood(page, `staff-accounts-dark-en-${label}`);
    });

    journey("who has no role sees today and nothing else", async (page, { address, library }) => {
      library.staff.find((one) => one.name === "khanh.pt")!.must_change_password = false;
      await enter(page, address, "tai-khoan", "khanh.pt");
      await page.getByRole("heading", { name: "Không có quyền vào phòng này" }).waitFor();
      assert.equal(await page.locator("nav li").count(), 1);
      await page.click("nav li a");
      await page.getByText("Không có việc nào đang chờ").waitFor();
      await assertGood(page, `staff-nothing-today-${label}`);
    });

    journey("the first load is 250 kB at most, fonts apart; rooms come when they are entered", async (page, { address, sent }) => {
      await enter(page, address);
      await page.waitForSelector("h1:has-text('Hôm nay')");
      const first = sent();
      console.log(`first load, with sign-in and today: ${Math.round(first.files / 1000)} kB, fonts ${Math.round(first.fonts / 1000)} kB`);
      assert.ok(first.files <= 250_000, `${first.files} bytes`);
      await page.click('nav a[href$="/tai-khoan"]');
      await page.waitForSelector("table");
      assert.ok(sent().files > first.files);
    });

    journey("the server is away: said plainly, and tried again", async (page, { address, library: _ }) => {
      await page.route("**/api/v1/session", (route) => route.abort());
      await page.goto(`${address}/nhan-vien/tai-khoan`);
      await page.getByRole("heading", { name: "Không nối được với máy chủ" }).waitFor();
      await assertGood(page, `staff-unreachable-${label}`);
      await page.unroute("**/api/v1/session");
      await page.getByRole("button", { name: "Thử lại" }).click();
      await page.waitForSelector("[name=password]");
    });

    journey("a browser that is too old is told what to install", async (page, { address }) => {
      await page.addInitScript(() => Object.defineProperty(CSS, "supports", { value: () => false }));
      await page.goto(`${address}/nhan-vien/`);
      await page.waitForURL(/old_browser\.html$/);
      assert.match(await page.innerText("body"), /Windows 7[\s\S]*Chrome 109/);
      await assertAccessible(page);
    });
  });
