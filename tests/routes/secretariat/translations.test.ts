import { expect, it } from "vitest";
import { getCycle } from "#app/domain/cycle/queries.server.ts";
import { fieldOf, versionField } from "#app/domain/translation/input.ts";
import { translationPage } from "#app/domain/translation/queries.server.ts";
import { action as save, loader as page } from "#app/routes/secretariat/translations.tsx";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aJudgedCycle, aStaffMember, NOW } from "#tests/support/factories.ts";
import { answerOf, visitAs } from "#tests/support/visit.ts";

const { db } = await testDatabase();

it("a group is saved as a whole or comes back beside its fields with all that was typed, NULs and another's words included", () => inTransaction(db, async (tx) => {
  const [cycle, lin] = [await aJudgedCycle(tx, { prize: { en: "A medal" } }), await aStaffMember(tx)];
  const send = async (form: Record<string, string>) => answerOf(save(await visitAs(tx, lin, `/secretariat/cycles/${cycle.id}/translations?language=fr&group=call&missing=yes`, { params: { cycleId: cycle.id }, now: NOW, form })));
  const shown = async () => (await translationPage({ db: tx, actor: lin, now: NOW }, cycle.id, { language: "fr", group: "call", missingOnly: false })).shown;
  const filled = async (words: Record<string, string>) => Object.fromEntries((await shown()).flatMap(({ place, version, standing }) => [[fieldOf(place), words[place] ?? standing], [versionField(place), version]]));
  const older = await filled({ "cycle.call": "Inscrivez-vous", "cycle.name": "8e Prix" });

  expect(await send(await filled({ "cycle.call": "Participez", "cycle.prize": "Une médaille" }))).toMatchObject({ status: 303, location: `/secretariat/cycles/${cycle.id}/translations?language=fr&group=call&missing=yes&done=saved` });
  expect(await getCycle({ db: tx }, cycle.id)).toMatchObject({ call: { en: "Enter.", fr: "Participez" }, prize: { fr: "Une médaille" } });
  expect(await send(older)).toMatchObject({ status: 422, data: { errors: { [fieldOf("cycle.call")]: "changed-meanwhile" }, typed: older } });
  const [long, broken] = [await filled({ "cycle.name": "x".repeat(201) }), await filled({ "cycle.name": "a\0b", "cycle.call": "Venez" })];
  expect(await send(long)).toMatchObject({ status: 422, data: { errors: { [fieldOf("cycle.name")]: "too-long" }, typed: long } });
  expect(await send(broken)).toMatchObject({ status: 422, data: { errors: { [fieldOf("cycle.name")]: "not-text" }, typed: broken } });
  expect(await getCycle({ db: tx }, cycle.id)).toMatchObject({ name: cycle.name, call: { fr: "Participez" } });
  expect((await send({})).status).toBe(303);
}));

it.each(["", "?language=en", "?language=__proto__&group=constructor", "?group=form.%00&missing=1"])("takes an odd address %s for the nearest sensible one", (query) => inTransaction(db, async (tx) => {
  const [cycle, lin] = [await aJudgedCycle(tx), await aStaffMember(tx)];
  const answer = await answerOf(page(await visitAs(tx, lin, `/secretariat/cycles/${cycle.id}/translations${query}`, { params: { cycleId: cycle.id } })));
  expect(answer).toMatchObject({ status: 200, data: { view: { language: "zh-Hans", group: "award" } } });
}));
