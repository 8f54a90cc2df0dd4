import { redirect } from "@remix-run/node";
import { ELSEWHERE } from "#app/client/offline-terms.ts";
import { ownPath } from "#app/domain/sign-in/rules.ts";
import { anyone } from "#app/http/wrappers.ts";

/**
 * A link copied from a page that was taken along, opened where no worker leads it on. Whether one may see what it leads
 * to is asked there.
 */
export const loader = anyone(({ url }) => redirect(ownPath(url.pathname.slice(ELSEWHERE.length - 1) + url.search)));
