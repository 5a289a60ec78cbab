import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{portal,shared}/**/*.test.ts"],
    passWithNoTests: true,
    testTimeout: 10_000,
  },
});
