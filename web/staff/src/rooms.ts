// The rooms of the house, as they stand in the rail. A room is shown to those who may do something in it.
import { computed } from "vue";
import type { Permission } from "./api_types.ts";
import { may } from "./session.ts";

export interface Room {
  /** Name of its route. */
  route: string;
  text: string;
  icon: string;
  needs: Permission | null;
}

const all: Room[] = [
  { route: "today", text: "staff.today.room", icon: "i-lucide-list-checks", needs: null },
  { route: "accounts", text: "staff.accounts.room", icon: "i-lucide-users-round", needs: "StaffEdit" },
];

export const rooms = computed(() => all.filter((room) => may(room.needs)));
