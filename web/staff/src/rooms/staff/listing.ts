// Which accounts are shown, and in what order. Pure: the page's address in, lines out.
import { compareKeys, fold, sortKey } from "../../../../shared/text/index.ts";
import type { StaffView } from "../../api_types.ts";

export type State = "active" | "inactive" | "unchanged" | "without_role" | "service";
export const columns = ["full_name", "name", "home_unit", "last_seen_at"] as const;
export type Column = (typeof columns)[number];

export interface Listing {
  q: string;
  role: string;
  state: State | "";
  sort: Column;
  isDescending: boolean;
}

type Query = Record<string, unknown>;
const word = (value: unknown): string => (typeof value === "string" ? value : "");
const states: State[] = ["active", "inactive", "unchanged", "without_role", "service"];

/** From the address; what it does not understand is as if it were not there. */
export function listingOf(query: Query): Listing {
  const sort = word(query["sort"]);
  const column = columns.find((one) => one === sort.replace(/^-/, ""));
  return {
    q: word(query["q"]),
    role: word(query["role"]),
    state: states.find((one) => one === query["state"]) ?? "",
    sort: column ?? "full_name",
    isDescending: column !== undefined && sort.startsWith("-"),
  };
}

/** Back into the address; what is usual is left out. */
export function queryOf({ q, role, state, sort, isDescending }: Listing): Record<string, string> {
  const order = (isDescending ? "-" : "") + sort;
  return Object.fromEntries(Object.entries({ q, role, state, sort: order === "full_name" ? "" : order }).filter(([, value]) => value !== ""));
}

/** People are listed by their own name, which comes last, then by the rest: An before Bình, whatever the families are called. */
export function personKey(full_name: string): string {
  const words = full_name.trim().split(/\s+/);
  return sortKey([words.at(-1) ?? "", ...words.slice(0, -1)].join(" "));
}

function isIn(account: StaffView, state: State | ""): boolean {
  switch (state) {
    case "active":
      return account.is_active;
    case "inactive":
      return !account.is_active;
    case "unchanged":
      return account.is_active && account.must_change_password;
    case "without_role":
      return account.is_active && account.grants.length === 0;
    case "service":
      return account.kind === "service";
    default:
      return true;
  }
}

export function listed(accounts: StaffView[], listing: Listing, unitName: (code: string) => string): StaffView[] {
  const wanted = fold(listing.q.trim());
  const keyOf: Record<Column, (account: StaffView) => string> = {
    full_name: (account) => (account.kind === "person" ? personKey(account.full_name) : sortKey(account.full_name)),
    name: (account) => sortKey(account.name),
    home_unit: (account) => (account.home_unit === null ? "" : sortKey(unitName(account.home_unit))),
    last_seen_at: (account) => account.last_seen_at ?? "",
  };
  const shown = accounts.filter(
    (account) =>
      isIn(account, listing.state) &&
      (listing.role === "" || account.grants.some((grant) => grant.role === listing.role)) &&
      (wanted === "" || fold(`${account.full_name} ${account.name} ${account.home_unit === null ? "" : unitName(account.home_unit)}`).includes(wanted)),
  );
  const keyed = shown.map((account) => ({ account, key: keyOf[listing.sort](account), name: keyOf.full_name(account) }));
  const turn = listing.isDescending ? -1 : 1;
  keyed.sort((a, b) => turn * compareKeys(a.key, b.key) || compareKeys(a.name, b.name) || a.account.id - b.account.id);
  return keyed.map(({ account }) => account);
}
