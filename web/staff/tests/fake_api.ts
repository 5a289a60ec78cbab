// The API of accounts in memory, as src/modules/identity/impl/http.cpp answers it. To be replaced by the real program in tests/e2e.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Grant, Permission, RoleView, StaffView, UnitView } from "../src/api_types.ts";

type Texts = Record<string, string>;
interface Account extends StaffView {
  password: string;
}
interface Held {
  staff: number;
  unit: string | null;
  csrf: string;
}
export interface FakeLibrary {
  staff: Account[];
  units: (UnitView & { name_vi: string; name_en: string })[];
  sessions: Map<string, Held>;
  failures: number;
  /** Of the next wrong sign-ins: how many seconds to wait after the fifth. */
  wait: number;
  texts: (language: string) => Texts;
  /** Writes that came without the token of the page: none may. */
  withoutToken: number;
}

const roles: { code: string; vi: string; en: string; permissions: Permission[] }[] = [
  { code: "admin", vi: "Quản trị hệ thống", en: "Administrator", permissions: ["CatalogueRead", "CatalogueEdit", "CatalogueImport", "BranchesEdit", "StaffEdit", "SystemAdmin"] },
  { code: "manager", vi: "Lãnh đạo đơn vị", en: "Head of a unit", permissions: ["CatalogueRead", "BranchesEdit", "StaffEdit"] },
  { code: "cataloguer", vi: "Cán bộ biên mục", en: "Cataloguer", permissions: ["CatalogueRead", "CatalogueEdit", "CatalogueImport"] },
  { code: "desk", vi: "Thủ thư", en: "Desk librarian", permissions: ["CatalogueRead"] },
];

const people: [string, string, string, string[], string?][] = [
  ["admin", "Nguyễn Thị Hồng Ánh", "", ["admin@"], "2026-11-28T01:12:00Z"],
  ["binh.tv", "Trần Văn Bình", "LC", ["desk@LC"], "2026-11-27T09:40:00Z"],
  ["duong.lt", "Lê Thùy Dương", "YB", ["cataloguer@YB", "desk@YB"], "2026-11-27T10:02:00Z"],
  ["duc.nm", "Nguyễn Minh Đức", "LC", ["manager@LC", "desk@LC", "cataloguer@LC"], "2026-11-26T02:15:00Z"],
  ["khanh.pt", "Phạm Thị Khánh", "LC", [], undefined],
  ["ngoc.hv", "Hoàng Văn Ngọc", "YB", ["desk@YB"], undefined],
  ["quynh.vt", "Vũ Thị Như Quỳnh", "YB", ["desk@YB"], "2026-03-02T03:30:00Z"],
  ["thang.dd", "Đặng Đình Thắng", "YB", ["manager@YB"], "2026-11-27T23:55:00Z"],
  ["y.hm", "H’Mai Niê Ýên", "LC", ["desk@LC"], "2026-11-25T07:00:00Z"],
];

export function newLibrary(demo: { units: Record<string, unknown>[] }, texts: (language: string) => Texts): FakeLibrary {
  const units = demo.units.map((unit) => ({
    code: String(unit["code"]),
    kind: String(unit["kind"]),
    name: "",
    name_vi: String(unit["name_vi"] ?? unit["name"]),
    name_en: String(unit["name_en"] ?? ""),
    parent: (unit["parent"] as string | null) ?? null,
    valid_to: (unit["valid_to"] as string | null) ?? null,
  }));
  const at = (site: string): string => (site === "" ? "" : `LC-${site}`);
  const staff = people.map(([name, full_name, home, grants, seen], index): Account => ({
    id: index + 1,
    name,
    full_name,
    home_unit: at(home) || null,
    kind: "person",
    is_active: name !== "quynh.vt",
    must_change_password: seen === undefined,
    grants: grants.map((grant) => ({ role: grant.split("@")[0]!, unit: at(grant.split("@")[1]!) })),
    created_at: "2026-11-01T00:00:00Z",
    last_seen_at: seen ?? null,
    version: 1,
    password: "mat khau 2026",
  }));
  const device: Account = { ...staff[1]!, id: staff.length + 1, name: "muon-tu-dong-1", full_name: "Máy mượn tự động tầng 1", kind: "service", password: "" };
  return { staff: [...staff, device], units, sessions: new Map(), failures: 0, wait: 3, texts, withoutToken: 0 };
}

class Refusal extends Error {
  readonly status: number;
  readonly key: string;
  readonly params: Record<string, string>;
  readonly pointer: string | undefined;
  constructor(status: number, key: string, params: Record<string, string> = {}, pointer?: string) {
    super(key);
    this.status = status;
    this.key = key;
    this.params = params;
    this.pointer = pointer;
  }
}

const isUnder = (library: FakeLibrary, unit: string | null, top: string): boolean => {
  if (top === "") return true;
  for (let at = unit; at !== null; at = library.units.find((one) => one.code === at)?.parent ?? null) if (at === top) return true;
  return false;
};
const permissionsOf = (library: FakeLibrary, account: Account, unit: string | null): Permission[] => {
  const held = account.grants.filter((grant) => unit === null || isUnder(library, unit, grant.unit));
  return [...new Set(held.flatMap((grant) => roles.find((role) => role.code === grant.role)?.permissions ?? []))];
};
const viewOf = ({ password: _, ...account }: Account): StaffView => account;

function sessionView(library: FakeLibrary, held: Held) {
  const account = library.staff.find((one) => one.id === held.staff)!;
  const { id: staff, name, full_name, must_change_password } = account;
  return { staff, name, full_name, unit: held.unit, permissions: permissionsOf(library, account, held.unit), csrf_token: held.csrf, expires_at: "2026-11-29T00:00:00Z", must_change_password };
}

function checkGrants(library: FakeLibrary, grants: Grant[]): void {
  grants.forEach((grant, index) => {
    if (!roles.some((role) => role.code === grant.role)) throw new Refusal(404, "identity.role_not_found", { role: grant.role });
    if (grant.unit !== "" && !library.units.some((unit) => unit.code === grant.unit)) throw new Refusal(400, "base.json_missing", {}, `/grants/${index}/unit`);
  });
}

interface Ask {
  library: FakeLibrary;
  method: string;
  path: string;
  query: URLSearchParams;
  // The bodies are what the page sends; a fake does not check shapes.
  body: any;
  etag: string;
  token: string;
  language: string;
  held: Held | null;
}
interface Reply {
  status?: number;
  value?: unknown;
  headers?: Record<string, string>;
}

const account = (ask: Ask, id: string): Account => {
  const found = ask.library.staff.find((one) => one.id === Number(id));
  if (!found) throw new Refusal(404, "identity.staff_not_found", { name: id });
  return found;
};

function signIn({ library, body }: Ask): Reply {
  const found = library.staff.find((one) => one.name === body.name && one.is_active && one.kind === "person");
  if (library.failures >= 5) throw new Refusal(429, "identity.too_many_attempts", { seconds: String(library.wait) });
  if (!found || found.password !== body.password) {
    library.failures++;
    throw new Refusal(401, "identity.wrong_password");
  }
  library.failures = 0;
  const held = { staff: found.id, unit: found.home_unit, csrf: `csrf-${Math.random()}` };
  const secret = `s${Math.random()}`;
  library.sessions.set(secret, held);
  return { status: 201, value: sessionView(library, held), headers: { "Set-Cookie": `tangthu_session=${secret}; Path=/; HttpOnly; SameSite=Lax` } };
}

function answerSession(ask: Ask, held: Held): Reply {
  if (ask.method === "DELETE") {
    ask.library.sessions.delete(ask.token);
    return { status: 204 };
  }
  if (ask.method === "PATCH") {
    const me = account(ask, String(held.staff));
    if (permissionsOf(ask.library, me, ask.body.unit).length === 0) throw new Refusal(403, "identity.not_there", { unit: ask.body.unit });
    held.unit = ask.body.unit;
  }
  return { value: sessionView(ask.library, held) };
}

function answerStaff(ask: Ask): Reply {
  const [, , , , id, part] = ask.path.split("/");
  const { library, body } = ask;
  if (id === undefined) {
    if (ask.method === "GET") return { value: { staff: library.staff.map(viewOf) } };
    if (!/^[a-z0-9._-]{2,40}$/.test(body.name)) throw new Refusal(400, "identity.bad_name", { name: body.name });
    if (body.full_name === "") throw new Refusal(400, "base.json_problems", {}, "/full_name");
    if (library.staff.some((one) => one.name === body.name)) throw new Refusal(409, "identity.name_taken", { name: body.name });
    checkGrants(library, body.grants);
    const isPerson = body.kind === "person";
    const made: Account = { ...body, id: library.staff.length + 1, is_active: true, must_change_password: isPerson, created_at: "2026-11-28T00:00:00Z", last_seen_at: null, version: 1, password: isPerson ? "kx7m-Qp3w-9rtb" : "" };
    library.staff.push(made);
    return { status: 201, value: { ...viewOf(made), password: made.password || null } };
  }
  const found = account(ask, id);
  if (part === "passwords") {
    found.password = "hn4c-Wd8s-2vzk";
    found.must_change_password = true;
    return { value: { password: found.password } };
  }
  if (part === "tokens") return { status: 201, value: { token: "tt_9f3c2a7b51e84d06b1c9d2e37f4a", expires_at: "2027-11-28T00:00:00Z" } };
  if (ask.method === "PUT") {
    if (ask.etag === "") throw new Refusal(428, "net.if_match_missing");
    if (ask.etag !== `"staff-${found.version}"`) throw new Refusal(412, "net.if_match_stale");
    checkGrants(library, body.grants);
    Object.assign(found, body, { version: found.version + 1 });
  }
  return { value: viewOf(found), headers: { ETag: `"staff-${found.version}"` } };
}

const titles = ["Truyện Kiều", "Truyện ngắn Nam Cao", "Dế Mèn phiêu lưu ký"];
const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function answer(ask: Ask): Reply {
  const { library, path, language } = ask;
  if (path === "/api/v1/units") return { value: { units: library.units.map((unit) => ({ ...unit, name: (language === "en" && unit.name_en) || unit.name_vi })) } };
  if (path === "/api/v1/suggest") {
    const found = titles.filter((title) => plain(title).includes(plain(ask.query.get("q") ?? "")));
    return { value: { suggestions: found.map((text) => ({ text, kind: "title", count: 3 })) } };
  }
  if (path === "/api/v1/session" && ask.method === "POST") return signIn(ask);
  const { held } = ask;
  if (!held) throw new Refusal(401, "net.sign_in_needed");
  if (path === "/api/v1/session") return answerSession(ask, held);
  const me = account(ask, String(held.staff));
  if (path === "/api/v1/passwords") {
    if (ask.body.old_password !== me.password) throw new Refusal(401, "identity.wrong_password");
    if (ask.body.new_password.length < 10) throw new Refusal(400, "identity.weak_password", { min: "10", max: "200" });
    Object.assign(me, { password: ask.body.new_password, must_change_password: false });
    return { value: sessionView(library, held) };
  }
  if (me.must_change_password) throw new Refusal(403, "identity.password_must_change");
  if (!permissionsOf(library, me, null).includes("StaffEdit")) throw new Refusal(403, "net.forbidden");
  if (path === "/api/v1/roles") return { value: { roles: roles.map((role): RoleView => ({ code: role.code, name: language === "en" ? role.en : role.vi, permissions: role.permissions, is_builtin: true })) } };
  return answerStaff(ask);
}

export async function answerApi(library: FakeLibrary, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://stand-in");
  let text = "";
  for await (const chunk of request) text += chunk;
  const cookies = request.headers.cookie ?? "";
  const token = /tangthu_session=([^;]*)/.exec(cookies)?.[1] ?? "";
  const held = library.sessions.get(token) ?? null;
  const language = /(?:^|; )lang=en/.test(cookies) ? "en" : "vi";
  const method = request.method ?? "GET";
  const fill = (key: string, params: Record<string, string>): string => (library.texts(language)[key] ?? key).replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? "");
  try {
    if (method !== "GET" && held && request.headers["x-csrf-token"] !== held.csrf && url.pathname !== "/api/v1/session") {
      library.withoutToken++;
      throw new Refusal(403, "identity.csrf");
    }
    const reply = answer({ library, method, path: url.pathname, query: url.searchParams, body: text === "" ? undefined : JSON.parse(text), etag: request.headers["if-match"] ?? "", token, language, held });
    response.writeHead(reply.status ?? 200, { "Content-Type": "application/json", ...reply.headers }).end(reply.value === undefined ? "" : JSON.stringify(reply.value));
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault;
    const detail = fill(fault.key, fault.params);
    const problems = fault.pointer ? [{ pointer: fault.pointer, key: "base.json_missing", params: {}, detail: fill("base.json_missing", {}) }] : undefined;
    response
      .writeHead(fault.status, { "Content-Type": "application/problem+json", ...(fault.status === 429 ? { "Retry-After": String(library.wait) } : {}) })
      .end(JSON.stringify({ type: `urn:tangthu:problem:${fault.key}`, title: "Refused", status: fault.status, key: fault.key, params: fault.params, detail, problems }));
  }
}
