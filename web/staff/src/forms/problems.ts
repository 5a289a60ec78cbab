// Puts each refusal beside the field it is about, in the server's own words.
import { Problem } from "../api.ts";

export interface Refusals {
  /** Field -> text; fields of lists are named `grants.0.unit`. */
  fields: Record<string, string>;
  /** What belongs to no field of this form. */
  whole: string;
}

export const noRefusals: Refusals = { fields: {}, whole: "" };

// Refusals of the whole body that are about one field.
const fieldOf: Record<string, string> = {
  "branches.unit_not_found": "grants",
  "identity.bad_name": "name",
  "identity.bad_token_days": "days",
  "identity.full_name_missing": "full_name",
  "identity.last_admin": "grants",
  "identity.name_taken": "name",
  "identity.role_not_found": "grants",
  "identity.weak_password": "new_password",
};

/** `fields`: the names this form shows; `also`: keys that mean one of its fields here. */
export function refusalsOf(fault: unknown, fields: string[], also: Record<string, string> = {}): Refusals {
  if (!(fault instanceof Problem)) return { fields: {}, whole: fault instanceof Error ? fault.message : String(fault) };
  const refusals: Refusals = { fields: {}, whole: "" };
  const rest: string[] = [];
  for (const entry of fault.problems) {
    const name = entry.pointer.replace(/^\//, "").replaceAll("/", ".");
    const text = entry.detail ?? entry.key;
    if (fields.includes(name.split(".")[0]!)) refusals.fields[name] ??= text;
    else rest.push(text);
  }
  const field = also[fault.key] ?? fieldOf[fault.key];
  if (field !== undefined && fields.includes(field)) refusals.fields[field] ??= fault.message;
  else if (fault.problems.length === 0) rest.push(fault.message);
  refusals.whole = rest.join(" ");
  return refusals;
}

/** The first field that was refused gets the focus, with its text chosen: the next key puts it right. */
export function focusRefused(form: HTMLElement | null): void {
  const at = form?.querySelector<HTMLElement>('[aria-invalid="true"]');
  at?.focus();
  if (at instanceof HTMLInputElement) at.select();
}
