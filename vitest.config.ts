import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The matrix takes as long as a third of all other files: begun last, one core would wait for the other. */
class MatrixFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const isMatrix = ({ moduleId }: TestSpecification) => moduleId.endsWith("/matrix.test.ts");
    return (await super.sort(files)).sort((a, b) => Number(isMatrix(b)) - Number(isMatrix(a)));
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
    sequence: { sequencer: MatrixFirst },
    testTimeout: 120_000, // for what hangs: no test is about how fast a machine is
    hookTimeout: 180_000,
  },
});
