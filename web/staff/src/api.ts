// The one way to the server: JSON in and out, problem+json as an exception, the token that proves a change comes from our own page.
import type { ProblemDocument, ProblemEntry } from "./api_types.ts";
import { language, t } from "./texts.ts";

export interface Answer<T> {
  value: T;
  /** For If-Match; empty where there is none. */
  etag: string;
}

export interface Options {
  body?: unknown;
  etag?: string;
  signal?: AbortSignal;
}

/** A refusal in the server's own words. Status 0: the server was not reached. */
export class Problem extends Error {
  readonly status: number;
  readonly key: string;
  readonly params: Record<string, string>;
  readonly problems: ProblemEntry[];
  /** Seconds to wait before it makes sense to try again; 0: none told. */
  readonly wait: number;

  constructor(document: Partial<ProblemDocument>, wait = 0) {
    super(document.detail ?? document.title ?? document.key ?? "");
    this.name = "Problem";
    this.status = document.status ?? 0;
    this.key = document.key ?? "";
    this.params = document.params ?? {};
    this.problems = document.problems ?? [];
    this.wait = wait;
  }
}

let token = "";
let askToSignIn = (): void => {};
let askForNewPassword = (): void => {};

export function setToken(to: string): void {
  token = to;
}

/** What happens when the server says that nobody has signed in, or that the password must be changed first. */
export function onRefusal(signIn: () => void, newPassword: () => void): void {
  askToSignIn = signIn;
  askForNewPassword = newPassword;
}

function secondsOf(response: Response, document: Partial<ProblemDocument>): number {
  const told = Number(response.headers.get("Retry-After") ?? document.params?.["seconds"] ?? 0);
  return Number.isFinite(told) && told > 0 ? Math.ceil(told) : 0;
}

async function problemOf(response: Response): Promise<Problem> {
  let document: Partial<ProblemDocument> = {};
  if (/json/.test(response.headers.get("Content-Type") ?? "")) document = (await response.json().catch(() => ({}))) as Partial<ProblemDocument>;
  const detail = document.detail ?? t("staff.server_failed", { status: String(response.status) });
  return new Problem({ ...document, status: response.status, detail }, secondsOf(response, document));
}

/** Errors: Problem; an AbortError when `signal` stopped it. */
export async function call<T>(method: string, path: string, options: Options = {}): Promise<Answer<T>> {
  const headers: Record<string, string> = { Accept: "application/json, application/problem+json", "Accept-Language": language.value };
  if (options.body !== undefined) headers["Content-Type"] = "application/json";
  if (options.etag) headers["If-Match"] = options.etag;
  if (method !== "GET" && token) headers["X-CSRF-Token"] = token;
  let response: Response;
  try {
    const body = options.body === undefined ? null : JSON.stringify(options.body);
    response = await fetch(path, { method, headers, body, credentials: "same-origin", cache: "no-store", signal: options.signal ?? null });
  } catch (fault) {
    if (options.signal?.aborted) throw fault;
    throw new Problem({ key: "staff.offline", detail: t("staff.offline") });
  }
  if (!response.ok) {
    const problem = await problemOf(response);
    if (problem.key === "net.sign_in_needed") askToSignIn();
    if (problem.key === "identity.password_must_change") askForNewPassword();
    throw problem;
  }
  const value = (response.status === 204 ? undefined : await response.json()) as T;
  return { value, etag: response.headers.get("ETag") ?? "" };
}

export const get = async <T>(path: string, signal?: AbortSignal): Promise<T> => (await call<T>("GET", path, signal ? { signal } : {})).value;
export const post = async <T>(path: string, body?: unknown): Promise<T> => (await call<T>("POST", path, { body })).value;
