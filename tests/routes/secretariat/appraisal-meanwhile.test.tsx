import type { ComponentType } from "react";
import { createMemoryRouter, RouterProvider } from "react-router-dom";
import { describe, expect, it } from "vitest";
import { moderateAppraisal, prepareAppraisals } from "#app/domain/appraisal/commands.server.ts";
import { moderatedFields } from "#app/domain/appraisal/input.ts";
import { getAppraisal } from "#app/domain/appraisal/queries.server.ts";
import { freezeRound } from "#app/domain/shortlist/commands.server.ts";
import { shownOf } from "#app/http/meanwhile.ts";
import * as appraisal from "#app/routes/secretariat/appraisal.tsx";
import type { Db } from "#db/client.server.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aStaffMember, JUDGING } from "#tests/support/factories.ts";
import { aCandidate, aContest, aJudge, aReview, aScoredRound, contextOf } from "#tests/support/judging.ts";
import { answerOf, visitAs } from "#tests/support/visit.ts";
import { render, words } from "../../ui/render.tsx";

const { db } = await testDatabase();

type Sent = Record<string, string | string[]>;

/** An entry with three comments to moderate, by two of the secretariat: Lin by commands, Chen by the page. */
async function aModerated(tx: Db) {
  const cycle = await aContest(tx);
  const round = await aScoredRound(tx, { cycle });
  const entry = await aCandidate(tx, { cycle });
  await aReview(tx, { round, entry, reviewer: await aJudge(tx, round), values: [5, 4], comment: "Well done" });
  const [lin, chen] = [await contextOf(tx, await aStaffMember(tx)), await contextOf(tx, await aStaffMember(tx))];
  await freezeRound(lin, round.id);
  await prepareAppraisals(lin, round.id);
  const params = { roundId: round.id, entryId: entry.id };
  const standing = async () => (await getAppraisal(lin, params)).comments;
  const visit = (form?: Sent) =>
    visitAs(tx, chen.actor, "/appraisal", { now: JUDGING, ...(form ? { form } : {}), params });
  const page = async (refused: unknown) => {
    const { data } = await answerOf(appraisal.loader((await visit()) as never));
    const router = createMemoryRouter(
      [{ id: "page", path: "*", Component: appraisal.default as ComponentType, loader: () => data ?? null }],
      { hydrationData: { loaderData: { page: data }, actionData: { page: refused } } },
    );
    const markup = render(<RouterProvider router={router} />);
    router.dispose();
    return { text: words(markup), shown: /name="shown" value="([^"]*)"/.exec(markup)![1]!.replaceAll("&amp;", "&") };
  };
  const comments = await standing();
  const opened: Sent = { ...moderatedFields(comments), shown: shownOf(moderatedFields(comments)) };
  const send = async (form: Sent) => answerOf(appraisal.action((await visit(form)) as never));
  return { comments, opened, send, page, standing, moderate: moderateAppraisal.bind(null, lin, params) };
}

describe("comments that two moderate at once", () => {
  it("keep what each of them has made of those that the other left alone", () =>
    inTransaction(db, async (tx) => {
      const { comments, opened, send, standing, moderate } = await aModerated(tx);
      const [first, second, third] = comments;
      await moderate(() => [
        { ...first!, text: "Softer words" },
        { ...second!, omitted: true },
      ]);
      expect(await send({ ...opened, [`text.${third!.id}`]: "Clearer words" })).toMatchObject({ status: 303 });
      expect(await standing()).toMatchObject([
        { text: "Softer words", omitted: false },
        { text: second!.text, omitted: true },
        { text: "Clearer words", omitted: false },
      ]);
    }));

  it("are asked about where both have written: both texts are shown, nothing typed or saved is lost, and saving again keeps the later", () =>
    inTransaction(db, async (tx) => {
      const { comments, opened, send, page, standing, moderate } = await aModerated(tx);
      const [first, second, third] = comments.map(({ id }) => `text.${id}`);
      await moderate(([one, two]) => [
        { ...one!, text: "Softer words" },
        { ...two!, text: "Shorter words" },
      ]);
      const refused = await send({ ...opened, [first!]: "Kinder words", [third!]: "Clearer words" });
      expect(refused).toMatchObject({ status: 422, data: { errors: { [first!]: "changed-meanwhile" } } });
      expect((await standing()).map(({ text }) => text)).toEqual(["Softer words", "Shorter words", comments[2]!.text]);
      const { typed } = refused.data as { typed: Record<string, string> };
      expect(typed).toMatchObject({ [second!]: "Shorter words" });
      const { text, shown } = await page(refused.data);
      for (const each of ["Softer", "Kinder", "Clearer", "Shorter"]) expect(text).toContain(`${each} words`);
      expect(await send({ ...typed, shown })).toMatchObject({ status: 303 });
      expect((await standing()).map((each) => each.text)).toEqual(["Kinder words", "Shorter words", "Clearer words"]);
    }));
});
