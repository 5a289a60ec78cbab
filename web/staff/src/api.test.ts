import { afterEach, expect, test, vi } from "vitest";
import { call, onRefusal, Problem, setToken } from "./api.ts";
import { refusalsOf } from "./forms/problems.ts";

const answer = (status: number, body: unknown, headers: Record<string, string> = {}): void => {
  const type = status < 400 ? "application/json" : "application/problem+json";
  vi.stubGlobal("fetch", vi.fn(async () => new Response(status === 204 ? null : JSON.stringify(body), { status, headers: { "Content-Type": type, ...headers } })));
};
const sent = (): RequestInit => vi.mocked(fetch).mock.calls[0]![1]!;
const failure = async (): Promise<Problem> => call("POST", "/x", { body: {} }).then(() => expect.fail("no failure"), (fault: Problem) => fault);

afterEach(() => {
  vi.unstubAllGlobals();
  setToken("");
});

test("a change brings the token of the page and the version it was made from; reading brings neither", async () => {
  setToken("t1");
  answer(200, { a: 1 }, { ETag: '"staff-2"' });
  expect(await call("PUT", "/x", { body: {}, etag: '"staff-1"' })).toEqual({ value: { a: 1 }, etag: '"staff-2"' });
  expect(sent().headers).toMatchObject({ "X-CSRF-Token": "t1", "If-Match": '"staff-1"', "Content-Type": "application/json" });
  answer(200, {});
  await call("GET", "/x");
  expect(sent().headers).not.toHaveProperty("X-CSRF-Token");
});

test("no session: asks to sign in; a given password: asks for a new one; a wrong password: neither", async () => {
  const signIn = vi.fn();
  const newPassword = vi.fn();
  onRefusal(signIn, newPassword);
  answer(401, { key: "identity.wrong_password", detail: "Sai" });
  expect((await failure()).message).toBe("Sai");
  expect([signIn, newPassword].map((one) => one.mock.calls.length)).toEqual([0, 0]);
  answer(401, { key: "net.sign_in_needed" });
  await failure();
  answer(403, { key: "identity.password_must_change" });
  await failure();
  expect([signIn, newPassword].map((one) => one.mock.calls.length)).toEqual([1, 1]);
});

test("how long to wait comes from the header, else from the problem", async () => {
  answer(429, { key: "identity.too_many_attempts", params: { seconds: "20" } });
  expect((await failure()).wait).toBe(20);
  answer(429, { key: "identity.too_many_attempts", params: {} }, { "Retry-After": "7" });
  expect((await failure()).wait).toBe(7);
});

test("no answer at all, and an answer that is no problem document", async () => {
  vi.stubGlobal("fetch", vi.fn(async () => Promise.reject(new TypeError("failed"))));
  expect(await failure()).toMatchObject({ status: 0, key: "staff.offline" });
  vi.stubGlobal("fetch", vi.fn(async () => new Response("<html>", { status: 502, headers: { "Content-Type": "text/html" } })));
  expect(await failure()).toMatchObject({ status: 502, key: "" });
});

test("each refusal stands at its field, the rest over the form", () => {
  const fields = ["name", "grants"];
  const many = new Problem({ key: "base.json_problems", detail: "x", problems: [
    { pointer: "/grants/0/unit", key: "k", params: {}, detail: "Không có đơn vị này" },
    { pointer: "/colour", key: "k", params: {}, detail: "Thừa" },
  ] });
  expect(refusalsOf(many, fields)).toEqual({ fields: { "grants.0.unit": "Không có đơn vị này" }, whole: "Thừa" });
  expect(refusalsOf(new Problem({ key: "identity.name_taken", detail: "Đã có" }), fields)).toEqual({ fields: { name: "Đã có" }, whole: "" });
  expect(refusalsOf(new Problem({ key: "net.forbidden", detail: "Không" }), fields)).toEqual({ fields: {}, whole: "Không" });
});
