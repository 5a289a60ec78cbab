// What can be done from anywhere: in the person's menu and in the command palette.
import { useToast } from "@nuxt/ui/composables/useToast";
import { useRouter } from "vue-router";
import { isDark, look, setLook, type Look } from "../look.ts";
import { signOut } from "../session.ts";
import { language, setLanguage, t, type Language } from "../texts.ts";

export interface Act {
  id: string;
  label: string;
  icon: string;
  run: () => unknown;
}

export function useActs() {
  const router = useRouter();
  const toast = useToast();

  async function leave(): Promise<void> {
    try {
      await signOut();
    } catch (fault) {
      toast.add({ title: t("staff.sign_out.failed"), description: (fault as Error).message, color: "warning", icon: "i-lucide-triangle-alert" });
    }
    await router.push({ name: "sign-in" });
  }
  const password: () => Act = () => ({ id: "password", label: t("staff.password.title"), icon: "i-lucide-key-round", run: () => router.push({ name: "password", query: { return: router.currentRoute.value.fullPath } }) });
  const tongue: () => Act = () => {
    const other: Language = language.value === "vi" ? "en" : "vi";
    return { id: "language", label: other === "en" ? "English" : "Tiếng Việt", icon: "i-lucide-languages", run: () => setLanguage(other) };
  };
  const lookTo = (to: Look, label: string, icon: string): Act => ({ id: `look-${to}`, label, icon, run: () => setLook(to) });
  const looks: () => Act[] = () =>
    [
      isDark.value ? lookTo("light", t("staff.look.light"), "i-lucide-sun") : lookTo("dark", t("staff.look.dark"), "i-lucide-moon"),
      look.value === "system" ? null : lookTo("system", t("staff.look.system"), "i-lucide-monitor"),
    ].filter((act) => act !== null);
  const exit: () => Act = () => ({ id: "sign-out", label: t("staff.sign_out.title"), icon: "i-lucide-log-out", run: leave });

  return { password, tongue, looks, exit, all: () => [password(), tongue(), ...looks(), exit()] };
}
