import { expect, test } from "vitest";
import type { UnitView } from "./api_types.ts";
import { safeReturn } from "./router.ts";
import { wishedLanguage } from "./texts.ts";
import { shortName, treeOf } from "./units.ts";

const unit = (code: string, name: string, parent: string | null, valid_to: string | null = null): UnitView => ({ code, kind: "site", name, parent, valid_to });

test("the tree as a list: what exists, below what it belongs to, in Vietnamese order", () => {
  const all = [unit("c", "Xã Đá", "a"), unit("a", "Tỉnh", null), unit("b", "Xã Ân", "a"), unit("x", "Cũ", "a", "2025-06-30"), unit("d", "Thôn", "c")];
  expect(treeOf(all).map((one) => `${one.depth} ${one.name} < ${one.above}`)).toEqual(["0 Tỉnh < ", "1 Xã Ân < Tỉnh", "1 Xã Đá < Tỉnh", "2 Thôn < Xã Đá · Tỉnh"]);
});

test("what lost the unit above it stands at the top; a circle is left out and ends", () => {
  expect(treeOf([unit("a", "A", "gone"), unit("b", "B", "c"), unit("c", "C", "b")]).map((one) => one.code)).toEqual(["a"]);
});

test("a name in a line that says enough already", () => {
  expect(shortName("Thư viện tỉnh Lào Cai – Cơ sở Yên Bái (Thư viện tỉnh Yên Bái cũ)", "Thư viện tỉnh Lào Cai")).toBe("Cơ sở Yên Bái");
  expect(shortName("Lao Cai Provincial Library, Yen Bai site (former)", "Lao Cai Provincial Library")).toBe("Yen Bai site");
  expect(shortName("Thư viện xã Bát Xát", "Thư viện tỉnh Lào Cai")).toBe("Thư viện xã Bát Xát");
});

test("?return= leads to our own addresses only", () => {
  expect(safeReturn("/tai-khoan?q=a")).toBe("/tai-khoan?q=a");
  for (const foreign of ["//evil.example", "/\\evil.example", "https://evil.example", "tai-khoan", undefined, ["/a"]]) expect(safeReturn(foreign)).toBe("/");
});

test("the language is the portal's cookie, Vietnamese without it", () => {
  expect(wishedLanguage("a=b; lang=en")).toBe("en");
  expect(wishedLanguage("xlang=en")).toBe("vi");
  expect(wishedLanguage("")).toBe("vi");
});
