// What goes over the wire. Kept by hand for now; to be generated from /api/v1/openapi.json as soon as the server serves these routes.

export type Permission = "CatalogueRead" | "CatalogueEdit" | "CatalogueImport" | "BranchesEdit" | "StaffEdit" | "SystemAdmin";

export interface SessionView {
  staff: number;
  name: string;
  full_name: string;
  /** Code of where they are at work; null: nowhere in particular. */
  unit: string | null;
  permissions: Permission[];
  csrf_token: string;
  expires_at: string;
  must_change_password: boolean;
}

/** A role at a unit and all below it; unit "": the whole network. */
export interface Grant {
  role: string;
  unit: string;
}

export type StaffKind = "person" | "service";

export interface StaffView {
  id: number;
  name: string;
  full_name: string;
  home_unit: string | null;
  kind: StaffKind;
  is_active: boolean;
  must_change_password: boolean;
  grants: Grant[];
  created_at: string;
  last_seen_at: string | null;
  version: number;
}

export interface StaffListView {
  staff: StaffView[];
}

/** `password` is told this once; null for a device. */
export interface NewStaffView extends StaffView {
  password: string | null;
}

export interface NewPasswordView {
  password: string;
}

export interface TokenView {
  token: string;
  expires_at: string;
}

export interface RoleView {
  code: string;
  name: string;
  permissions: Permission[];
  is_builtin: boolean;
}

export interface RoleListView {
  roles: RoleView[];
}

/** Of /api/v1/units, what is used here. */
export interface UnitView {
  code: string;
  kind: string;
  name: string;
  parent: string | null;
  valid_to: string | null;
}

export interface UnitListView {
  units: UnitView[];
}

export interface SuggestionView {
  text: string;
  kind: string;
  count: number;
}

export interface SuggestView {
  suggestions: SuggestionView[];
}

export interface ProblemEntry {
  pointer: string;
  key: string;
  params: Record<string, string>;
  detail?: string;
}

/** application/problem+json (RFC 9457). Test `key`, show `detail`. */
export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  detail?: string;
  key: string;
  params: Record<string, string>;
  problems?: ProblemEntry[];
  request_id?: string;
}
