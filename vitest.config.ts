import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Two files take minutes: begun last, one core would wait for the other. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const isLong = ({ moduleId }: TestSpecification) => /\/(matrix|gains)\.test\.ts$/.test(moduleId);
    return (await super.sort(files)).sort((a, b) => Number(isLong(b)) - Number(isLong(a)));
  }
}

export default defineConfig({
  build: { target: "es2022" },
  esbuild: { jsxDev: false },
  test: {
    include: ["tests/**/*.test.{ts,tsx}"],
    exclude: ["tests/e2e/**"],
    globalSetup: "tests/support/postgres.ts",
    env: { NODE_ENV: "production" }, // what is tested is what runs; React looks over its own shoulder otherwise
    pool: "forks",
    isolate: false, // files share a process, not a database: loading everything anew for each took half of the time
    server: { deps: { external: [/\/build\/server\//] } }, // what is built runs as it is: transformed again, its source map is longer than one expression can search
    maxWorkers: 2,
    execArgv: ["--max-semi-space-size=64"], // a test leaves much behind at once: less of it is looked through
    sequence: { sequencer: LongestFirst },
    testTimeout: 120_000, // for what hangs: no test is about how fast a machine is
    hookTimeout: 180_000,
  },
});
