import { copyFileSync } from "node:fs";
import { createMemoryRouter, RouterProvider } from "react-router-dom";
import { expect, it } from "vitest";
import { changeKey } from "#app/domain/commitment/key-change.server.ts";
import { followLog } from "#app/domain/commitment/keys.server.ts";
import { signerOf } from "#app/domain/commitment/note.ts";
import { PORTAL } from "#app/domain/context.ts";
import { entry as entryTexts } from "#app/i18n/en/entry.ts";
import { proof as t } from "#app/i18n/en/proof.ts";
import { deliverMail } from "#app/jobs/deliver-mail.server.ts";
import { loader as receipt } from "#app/routes/entrant/receipt.ts";
import Page, { action, loader } from "#app/routes/entrant/submission.tsx";
import { submissions } from "#db/schema/entry.ts";
import { testDatabase } from "#tests/support/database.ts";
import { anEntry, aRound, COMPLETE, NOW } from "#tests/support/factories.ts";
import { aKeptKey } from "#tests/support/kept-key.ts";
import { answerOf, testServices, visitAs } from "#tests/support/visit.ts";
import { render, words } from "../ui/render.tsx";

const { db } = await testDatabase();
const scene = await anEntry(db, { answers: COMPLETE });
await aRound(db, { cycleId: scene.cycle.id });
const [kept, elsewhere] = [aKeptKey(), aKeptKey()];
const logKey = kept.open();
const services = { ...testServices(db), logKey };
const params = { entryId: scene.entryId };
const visit = (form?: object) =>
  visitAs(db, scene.owner, "/", { services, now: NOW, params, ...(form ? { form: {} } : {}) });
const later = () => new Date(NOW.getTime() + 60_000);

async function said(): Promise<string> {
  const { status, data } = await answerOf(loader(await visit()));
  expect(status).toBe(200);
  const router = createMemoryRouter([{ id: "page", path: "*", Component: Page, loader: () => data ?? null }], {
    hydrationData: { loaderData: { page: data } },
  });
  const markup = render(<RouterProvider router={router} />);
  router.dispose();
  return words(markup);
}

it("M13: while nothing can be signed an entry is received, its page says that the receipt follows, and so it does", async () => {
  const changed = elsewhere.open();
  await changeKey({ db, actor: PORTAL, now: NOW }, changed, { file: null, reason: "It was stolen." });
  expect(await followLog({ db }, logKey)).toContain("which is not here");

  expect(await answerOf(action(await visit({})))).toMatchObject({ status: 303 });
  expect(await db.$count(submissions)).toBe(1);
  const waiting = await said();
  expect(waiting).toContain(t.receipt.ownWaits);
  for (const promise of [t.receipt.ownText, t.receipt.download, entryTexts.receipt.steps.mailed])
    expect(waiting).not.toContain(promise);
  await expect(receipt(await visit())).rejects.toMatchObject({ init: { status: 503 } });
  expect(await deliverMail(services, later)).toBe(0);
  expect(await services.post.outbox!.recent(9)).toEqual([]);

  copyFileSync(elsewhere.inFolder("log-key"), kept.inFolder("log-key-waiting"));
  expect(await followLog({ db }, logKey)).toBeNull();
  const signing = await said();
  for (const promise of [t.receipt.ownText, t.receipt.download, entryTexts.receipt.steps.mailed])
    expect(signing).toContain(promise);
  expect(signing).not.toContain(t.receipt.ownWaits);
  expect(await deliverMail(services, later)).toBeGreaterThan(0);
  const letters = await services.post.outbox!.recent(9);
  expect(letters.flatMap(({ enclosed }) => enclosed)).toContain(`${scene.code} receipt.txt`);
  expect(signerOf(await (await receipt(await visit())).text(), [changed.verifier])).toBe(changed.verifier);
});
