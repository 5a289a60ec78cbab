import ui from "@nuxt/ui/vue-plugin";
import { createApp, watch } from "vue";
import { onRefusal } from "./api.ts";
import App from "./App.vue";
import { makeRouter } from "./router.ts";
import { session, setSession } from "./session.ts";
import { setLanguage, t, wishedLanguage } from "./texts.ts";
import "./styles/staff.css";

await setLanguage(wishedLanguage());
const router = makeRouter();

onRefusal(
  () => {
    const at = router.currentRoute.value;
    setSession(null);
    if (at.name !== "sign-in") void router.push({ name: "sign-in", query: { return: at.fullPath } });
  },
  () => {
    if (session.value) setSession({ ...session.value, must_change_password: true });
    void router.push({ name: "password", query: { return: router.currentRoute.value.fullPath } });
  },
);

// A new version was installed while this page was open: its rooms have other names now.
addEventListener("vite:preloadError", () => location.reload());

const app = createApp(App);
app.use(router);
app.use(ui);
watch(
  () => [t(router.currentRoute.value.meta.title ?? ""), t("staff.name")],
  ([page, house]) => (document.title = page ? `${page} – ${house}` : house!),
  { immediate: true },
);
await router.isReady();
app.mount("#app");
