// The accounts as the server last told them, and what can be asked of it about one.
import { shallowRef } from "vue";
import { call, get, post, type Answer } from "../../api.ts";
import type { Grant, NewPasswordView, NewStaffView, RoleListView, RoleView, StaffKind, StaffListView, StaffView, TokenView } from "../../api_types.ts";

/** What a form holds; unit "" is the whole network. */
export interface AccountDraft {
  name: string;
  full_name: string;
  home_unit: string;
  kind: StaffKind;
  is_active: boolean;
  grants: Grant[];
}

export const accounts = shallowRef<StaffView[] | null>(null);
export const roles = shallowRef<RoleView[]>([]);

export const roleName = (code: string): string => roles.value.find((role) => role.code === code)?.name ?? code;

export async function loadAccounts(): Promise<void> {
  [accounts.value, roles.value] = await Promise.all([
    get<StaffListView>("/api/v1/staff").then((view) => view.staff),
    get<RoleListView>("/api/v1/roles").then((view) => view.roles),
  ]);
}

function remember(account: StaffView): void {
  const others = (accounts.value ?? []).filter((one) => one.id !== account.id);
  accounts.value = [...others, account];
}

export function draftOf(account: StaffView): AccountDraft {
  return {
    name: account.name,
    full_name: account.full_name,
    home_unit: account.home_unit ?? "",
    kind: account.kind,
    is_active: account.is_active,
    grants: account.grants.map(({ role, unit }) => ({ role, unit })),
  };
}

export async function fetchAccount(id: number): Promise<Answer<StaffView>> {
  const answer = await call<StaffView>("GET", `/api/v1/staff/${id}`);
  remember(answer.value);
  return answer;
}

export async function addAccount(draft: AccountDraft): Promise<NewStaffView> {
  const { name, full_name, home_unit, kind, grants } = draft;
  const made = await post<NewStaffView>("/api/v1/staff", { name: name.trim(), full_name: full_name.trim(), home_unit: home_unit || null, kind, grants });
  const { password: _, ...account } = made;
  remember(account);
  return made;
}

export async function saveAccount(id: number, draft: AccountDraft, etag: string): Promise<Answer<StaffView>> {
  const { full_name, home_unit, is_active, grants } = draft;
  const answer = await call<StaffView>("PUT", `/api/v1/staff/${id}`, { etag, body: { full_name: full_name.trim(), home_unit: home_unit || null, is_active, grants } });
  remember(answer.value);
  return answer;
}

export const resetPassword = async (id: number): Promise<string> => (await post<NewPasswordView>(`/api/v1/staff/${id}/passwords`)).password;

export const addToken = (id: number, label: string, days: number): Promise<TokenView> => post<TokenView>(`/api/v1/staff/${id}/tokens`, { label, days });
