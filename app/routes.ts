import { index, type RouteConfig, route } from "@remix-run/route-config";

/** Every URL of the portal, top to bottom. Flat on purpose: no loader of a parent guards a child. */
export default [
  // The public
  index("routes/public/home.tsx"),

  // Accounts, teams, people

  // Cities entering

  // Secretariat and rounds

  // Reviewers, chair, results

  route("*", "routes/public/not-found.tsx"),
] satisfies RouteConfig;
