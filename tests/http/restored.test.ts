import { expect, it } from "vitest";
import { lostStates } from "#db/schema/commitment.ts";
import { aCycle, aForm, anAccount, anEntry } from "#tests/support/factories.ts";
import { openPortal } from "#tests/support/portal.ts";

const portal = await openPortal();
const person = await anAccount(portal.db, { name: "Lucía Quispe" });

it("C18: while the database lacks what was signed every form answers 503, says why and gives back what was typed", async () => {
  const cycle = await aCycle(portal.db, { opensAt: new Date(), closesAt: new Date(Date.now() + 3_600_000) });
  await aForm(portal.db, cycle.id);
  const { entryId, owner } = await anEntry(portal.db, { cycle, now: new Date() });
  await portal.db
    .insert(lostStates)
    .values({ root: Buffer.alloc(32), size: 10, held: 6, note: "award.example/log\n10\n\n\n", at: new Date() });
  const { status, text } = await portal.knock("/account", {
    as: person.id,
    method: "POST",
    form: { name: "Lucía Quispe Mamani", locale: "es" },
    headers: { cookie: `lang=es; ${await portal.cookieOf(person.id)}` },
  });
  expect(status).toBe(503);
  expect(text).toContain("<title>Kapok no está disponible en este momento");
  expect(text).toContain("se restauró a partir de una copia anterior");
  expect(text).toContain("Lucía Quispe Mamani</textarea>");
  expect(text).not.toContain("está a salvo");

  const saved = await portal.knock(`/entries/${entryId}/answers/title`, {
    as: owner.id,
    method: "POST",
    form: { "q.title": "Guides", version: "0" },
    headers: { accept: "application/json" },
  });
  expect([saved.status, JSON.parse(saved.text)]).toMatchObject([503, { because: "database-restored" }]);

  for (const page of ["/", "/account"]) expect((await portal.knock(page, { as: person.id })).status).toBe(200);
  expect((await portal.knock(`/entries/${entryId}`, { as: owner.id })).text).not.toContain("Guides");
});
