// Who is at work here, and where.
import { computed, shallowRef } from "vue";
import { call, get, post, Problem, setToken } from "./api.ts";
import type { Permission, SessionView } from "./api_types.ts";

const current = shallowRef<SessionView | null>(null);

export const session = computed(() => current.value);

export function setSession(to: SessionView | null): void {
  current.value = to;
  setToken(to?.csrf_token ?? "");
}

export const may = (permission: Permission | null): boolean => permission === null || (current.value?.permissions.includes(permission) ?? false);

/** Nothing when nobody has signed in. Errors: Problem, when the server cannot tell. */
export async function loadSession(): Promise<SessionView | null> {
  try {
    setSession(await get<SessionView>("/api/v1/session"));
  } catch (fault) {
    if (!(fault instanceof Problem) || fault.status !== 401) throw fault;
    setSession(null);
  }
  return current.value;
}

export async function signIn(name: string, password: string): Promise<void> {
  setSession(await post<SessionView>("/api/v1/session", { name, password }));
}

/** Leaves no trace of the person on the page, whatever the server says. */
export async function signOut(): Promise<void> {
  try {
    await call("DELETE", "/api/v1/session");
  } finally {
    setSession(null);
  }
}

export async function moveTo(unit: string): Promise<void> {
  setSession((await call<SessionView>("PATCH", "/api/v1/session", { body: { unit } })).value);
}

export async function changePassword(old_password: string, new_password: string): Promise<void> {
  setSession(await post<SessionView>("/api/v1/passwords", { old_password, new_password }));
}
