import path from "node:path";
import { vitePlugin as remix } from "@remix-run/dev";
import { defineConfig } from "vite";

declare module "@remix-run/server-runtime" {
  interface Future {
    v3_singleFetch: true;
  }
}

const future = {
  v3_fetcherPersist: true,
  v3_relativeSplatPath: true,
  v3_throwAbortReason: true,
  v3_routeConfig: true,
  v3_singleFetch: true,
  v3_lazyRouteDiscovery: true,
} as const;

export default defineConfig({
  resolve: { alias: { "react/jsx-runtime": path.resolve(import.meta.dirname, "app/ui/elements.ts") } },
  build: { target: "es2022", assetsInlineLimit: 0 },
  optimizeDeps: { esbuildOptions: { target: "es2022" } },
  plugins: [remix({ future })],
});
