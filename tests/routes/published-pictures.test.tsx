import type { ComponentType } from "react";
import { createMemoryRouter, RouterProvider } from "react-router-dom";
import { expect, it } from "vitest";
import { takePictureOff, unpublishResults } from "#app/domain/result/commands.server.ts";
import { publication as t } from "#app/i18n/en/publication.ts";
import * as publication from "#app/routes/chair/publication.tsx";
import { auditEvents } from "#db/schema/audit.ts";
import { questions, sections } from "#db/schema/question.ts";
import { results } from "#db/schema/result.ts";
import { testDatabase } from "#tests/support/database.ts";
import { JUDGING } from "#tests/support/factories.ts";
import { aPicturedRound } from "#tests/support/pictured-round.ts";
import { answerOf, visitAs } from "#tests/support/visit.ts";
import { render, words } from "../ui/render.tsx";

const { db } = await testDatabase();
const named = (first: number, count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_none, at) => [`${first + at}.jpg`, {}]));
const { round, lin } = await aPicturedRound(db, named(1, 50), named(51, 53));

type Sent = Record<string, string | string[]>;
const visit = (form?: Sent) =>
  visitAs(db, lin.actor, `/rounds/${round.id}/publication`, {
    now: JUDGING,
    ...(form ? { form } : {}),
    params: { roundId: round.id },
  });

/** The page, and what its form would send as it stands without a script. */
async function look(refused?: unknown) {
  const { data } = await answerOf(publication.loader((await visit()) as never));
  const router = createMemoryRouter(
    [{ id: "page", path: "*", Component: publication.default as ComponentType, loader: () => data ?? null }],
    { hydrationData: { loaderData: { page: data }, actionData: refused ? { page: refused } : null } },
  );
  const markup = render(<RouterProvider router={router} />);
  router.dispose();
  const fields = [...markup.matchAll(/<input[^>]*>/g)].map(([input]) => ({
    name: /name="([^"]*)"/.exec(input)?.[1],
    value: /value="([^"]*)"/.exec(input)?.[1] ?? "",
    sent: !/type="checkbox"/.test(input) || /\schecked=""/.test(input),
  }));
  const of = (name: string) => fields.filter((field) => field.name === name);
  const sent = (name: string) => of(name).flatMap(({ value, sent: goes }) => (goes ? [value] : []));
  return {
    text: words(markup),
    parts: of("shown").map(({ value }) => value),
    shown: sent("shown"),
    without: sent("without"),
  };
}

const inPublic = async () =>
  (await db.select({ pictures: results.pictures }).from(results)).flatMap(({ pictures }) =>
    pictures.map(({ id }) => id),
  );

it("pictures in a closed part are published only where its box is ticked; a part left alone is on record as left out", async () => {
  const first = await look();
  expect(first.parts.map((part) => part.split(" ").length)).toEqual([50, 53]);
  expect(first.shown).toEqual(first.parts.slice(0, 1));
  expect(first.text).toContain(t.pictures.publishThese("53"));
  const refused = await answerOf(publication.action((await visit({ when: "never", shown: first.parts })) as never));
  expect((await look(refused.data)).shown).toEqual(first.parts);

  expect(
    await answerOf(publication.action((await visit({ when: "now", shown: first.shown, without: [] })) as never)),
  ).toMatchObject({ status: 303 });
  expect((await inPublic()).sort()).toEqual(first.parts[0]!.split(" ").sort());
  const events = await db.select({ type: auditEvents.type, payload: auditEvents.payload }).from(auditEvents);
  const { payload } = events.find(({ type }) => type === "result.published")!;
  const { details } = JSON.parse(Buffer.from(payload).toString()) as { details: { leftOut: string[] } };
  expect(details.leftOut.sort()).toEqual(first.parts[1]!.split(" ").sort());
  expect((await look()).text).toContain(t.pictures.counted("50", "53"));

  await unpublishResults(lin, { roundId: round.id, reason: "A mistake." });
  expect((await look()).shown).toEqual(first.shown);
});

it("a part that was public is ticked when the list is published again, without what stayed out of it", async () => {
  const { parts } = await look();
  const [off, never] = parts[1]!.split(" ") as [string, string];
  await answerOf(publication.action((await visit({ when: "now", shown: parts, without: [never] })) as never));
  await takePictureOff(lin, { roundId: round.id, pictureId: off, reason: "A face." });
  await unpublishResults(lin, { roundId: round.id, reason: "A mistake." });
  const again = await look();
  expect(again.shown).toEqual(parts);
  expect(again.without.sort()).toEqual([never, off].sort());
});

it("a list that is public names the public questions that give a hidden answer away, as its preview does", async () => {
  expect((await look()).text).not.toContain(t.telling);
  const options = [{ value: "yes", label: { en: "Yes" } }];
  const [section] = await db
    .insert(sections)
    .values({ cycleId: round.cycleId, key: "more", title: { en: "More" }, position: 99 })
    .returning();
  const place = { cycleId: round.cycleId, sectionId: section!.id, required: false };
  await db.insert(questions).values([
    { ...place, key: "kept", position: 0, label: { en: "Kept" }, type: "choice", settings: { options } },
    {
      ...{ ...place, key: "shown", position: 1, label: { en: "Shown to all" }, type: "short-text", public: true },
      settings: { when: { question: "kept", is: ["yes"] } },
    },
  ]);
  await answerOf(publication.action((await visit({ when: "now", shown: [], without: [] })) as never));
  const { text } = await look();
  expect(text).toContain(t.published);
  expect(text).toContain(t.telling);
  expect(text).toContain("Shown to all");
});
