// The lines of today's list that come from accounts.
import type { RouteLocationRaw } from "vue-router";
import type { StaffView } from "../../api_types.ts";

export interface Waiting {
  id: string;
  text: string;
  act: string;
  icon: string;
  count: number;
  names: string;
  to: RouteLocationRaw;
}

export function waiting(staff: StaffView[]): Waiting[] {
  const active = staff.filter((account) => account.is_active);
  const line = (id: "unchanged" | "without_role", text: string, act: string, icon: string, who: StaffView[]): Waiting => ({
    id,
    text,
    act,
    icon,
    count: who.length,
    names: who.map((account) => account.full_name).join(", "),
    to: { name: "accounts", query: { state: id } },
  });
  return [
    line("without_role", "staff.today.without_role", "staff.today.give_role", "i-lucide-user-round-x", active.filter((account) => account.grants.length === 0)),
    line("unchanged", "staff.today.unchanged", "staff.today.look", "i-lucide-key-round", active.filter((account) => account.must_change_password)),
  ].filter((one) => one.count > 0);
}
