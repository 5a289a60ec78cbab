import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{portal,shared,staff}/**/*.test.ts"],
    // Journeys of the staff application: node --test, in browsers (tools/test_e2e.sh).
    exclude: ["**/node_modules/**", "staff/tests/**"],
    passWithNoTests: true,
    testTimeout: 10_000,
  },
});
