import { createRouter, createWebHistory, type RouteLocationRaw, type Router } from "vue-router";
import type { Permission } from "./api_types.ts";
import { loadSession, may, session } from "./session.ts";

declare module "vue-router" {
  interface RouteMeta {
    /** Shown without the frame. */
    isBare?: boolean;
    /** May be seen by whoever has not signed in. */
    isOpen?: boolean;
    needs?: Permission;
    /** Key of the page's name, for the window's title. */
    title: string;
  }
}

/** Only an address of this application: a foreign one in ?return= leads nowhere. */
export function safeReturn(wish: unknown): string {
  return typeof wish === "string" && /^\/(?![/\\])/.test(wish) ? wish : "/";
}

const routes = [
  { path: "/", name: "today", component: () => import("./rooms/today/TodayRoom.vue"), meta: { title: "staff.today.room" } },
  {
    path: "/tai-khoan",
    name: "accounts",
    component: () => import("./rooms/staff/AccountsRoom.vue"),
    meta: { title: "staff.accounts.room", needs: "StaffEdit" as const },
    children: [
      { path: "moi", name: "account-new", component: () => import("./rooms/staff/AccountSheet.vue"), meta: { title: "staff.accounts.add" } },
      { path: ":id(\\d+)", name: "account", component: () => import("./rooms/staff/AccountSheet.vue"), meta: { title: "staff.accounts.edit" } },
    ],
  },
  { path: "/dang-nhap", name: "sign-in", component: () => import("./entry/SignInPage.vue"), meta: { title: "staff.sign_in.title", isBare: true, isOpen: true } },
  { path: "/doi-mat-khau", name: "password", component: () => import("./entry/PasswordPage.vue"), meta: { title: "staff.password.title", isBare: true } },
  { path: "/khong-noi-duoc", name: "unreachable", component: () => import("./frame/UnreachablePage.vue"), meta: { title: "staff.unreachable.title", isBare: true, isOpen: true } },
  { path: "/khong-co-quyen", name: "no-right", component: () => import("./frame/NoRightPage.vue"), meta: { title: "staff.no_right.title" } },
  { path: "/:rest(.*)*", name: "missing", component: () => import("./frame/MissingPage.vue"), meta: { title: "staff.missing.title" } },
];

export function makeRouter(): Router {
  const router = createRouter({ history: createWebHistory("/nhan-vien/"), routes });
  let isAsked = false;
  router.beforeEach(async (to): Promise<RouteLocationRaw | boolean> => {
    if (to.name === "unreachable") return true;
    if (!isAsked) {
      try {
        await loadSession();
      } catch {
        return { name: "unreachable", query: { return: to.fullPath } };
      }
      isAsked = true;
    }
    const who = session.value;
    if (!who) return to.meta.isOpen ? true : { name: "sign-in", query: to.fullPath === "/" ? {} : { return: to.fullPath } };
    if (who.must_change_password) return to.name === "password" ? true : { name: "password", query: { return: to.name === "sign-in" ? safeReturn(to.query["return"]) : to.fullPath } };
    if (to.name === "sign-in") return safeReturn(to.query["return"]);
    if (to.meta.needs && !may(to.meta.needs)) return { name: "no-right" };
    return true;
  });
  return router;
}
