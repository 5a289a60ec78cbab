import { expect, test } from "vitest";
import type { StaffView } from "../../api_types.ts";
import { listed, listingOf, personKey, queryOf } from "./listing.ts";
import { compareKeys } from "../../../../shared/text/index.ts";

let next = 1;
const account = (full_name: string, more: Partial<StaffView> = {}): StaffView => ({
  id: next++,
  name: `n${next}`,
  full_name,
  home_unit: null,
  kind: "person",
  is_active: true,
  must_change_password: false,
  grants: [{ role: "desk", unit: "" }],
  created_at: "2026-11-01T00:00:00Z",
  last_seen_at: null,
  version: 1,
  ...more,
});
const names = (accounts: StaffView[]): string[] => accounts.map((one) => one.full_name);
const units = (code: string): string => ({ YB: "Cơ sở Yên Bái", LC: "Cơ sở Lào Cai" })[code] ?? code;

test("people stand in the order of their own names, by Vietnamese letters and tones", () => {
  const sorted = ["Đỗ Văn Đức", "Vũ Ân", "Lê An", "Trần Thị Ánh", "Nguyễn Dũng", "Hoàng An"].sort((a, b) => compareKeys(personKey(a), personKey(b)));
  expect(sorted).toEqual(["Hoàng An", "Lê An", "Trần Thị Ánh", "Vũ Ân", "Nguyễn Dũng", "Đỗ Văn Đức"]);
});

test("found without marks, by unit too", () => {
  const all = [account("Phạm Thị Khánh", { home_unit: "YB" }), account("Đặng Đình Thắng", { home_unit: "LC" })];
  expect(names(listed(all, listingOf({ q: "dang dinh" }), units))).toEqual(["Đặng Đình Thắng"]);
  expect(names(listed(all, listingOf({ q: "yen bai" }), units))).toEqual(["Phạm Thị Khánh"]);
});

test("states", () => {
  const all = [account("A", { is_active: false }), account("B", { must_change_password: true }), account("C", { grants: [] }), account("D", { kind: "service" })];
  const shown = (state: string): string[] => names(listed(all, listingOf({ state }), units));
  expect(shown("inactive")).toEqual(["A"]);
  expect(shown("active")).toEqual(["B", "C", "D"]);
  expect(shown("unchanged")).toEqual(["B"]);
  expect(shown("without_role")).toEqual(["C"]);
  expect(shown("service")).toEqual(["D"]);
});

test("an address that makes no sense shows everything, and the usual leaves no trace in it", () => {
  const usual = listingOf({ sort: "colour", state: "sad", q: ["a", "b"], role: null });
  expect(usual).toEqual({ q: "", role: "", state: "", sort: "full_name", isDescending: false });
  expect(queryOf(usual)).toEqual({});
  expect(queryOf(listingOf({ sort: "-last_seen_at", q: "an" }))).toEqual({ q: "an", sort: "-last_seen_at" });
});

test("turned around, equals still stand by name", () => {
  const all = [account("Lê Bình", { last_seen_at: "2026-01-01" }), account("Lê An", { last_seen_at: "2026-01-01" }), account("Lê Cam", { last_seen_at: "2026-02-02" })];
  expect(names(listed(all, listingOf({ sort: "-last_seen_at" }), units))).toEqual(["Lê Cam", "Lê An", "Lê Bình"]);
});
