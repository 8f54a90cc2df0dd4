import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { loader as demo } from "#app/routes/demo/demo.tsx";
import { loader as letter } from "#app/routes/demo/letter.tsx";
import { action as signIn } from "#app/routes/demo/sign-in.ts";
import { CAST } from "#db/seed/cast.ts";
import { sessions } from "#db/schema/account.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { anAccount } from "#tests/support/factories.ts";
import { answerOf, testServices, visitAs } from "#tests/support/visit.ts";

const { db: database } = await testDatabase();
const form = { email: CAST[0]!.email };

describe("with the demo on", () => {
  it("shows everybody of the cast once and the letters, newest first", () =>
    inTransaction(database, async (db) => {
      const services = testServices(db, { DEMO: "1" });
      const id = randomUUID();
      await services.post.send({
        id,
        to: form.email,
        subject: "Hello",
        text: "See http://portal.example:3000/confirm/x",
      });
      const { data } = await answerOf(demo(await visitAs(db, null, "/demo", { services })));
      const { tour, others, letters } = data as {
        tour: { key: string; email: string | null }[];
        others: { email: string }[];
        letters: { id: string; subject: string }[];
      };
      expect(tour[0]).toMatchObject({ key: "visitor", email: null });
      expect([...tour, ...others].flatMap(({ email }) => email ?? []).sort()).toEqual(
        CAST.map(({ email }) => email).sort(),
      );
      expect(letters).toMatchObject([{ id, subject: "Hello" }]);
      expect(
        (await answerOf(letter(await visitAs(db, null, "/", { services, params: { letterId: id } })))).data,
      ).toMatchObject({ letter: { text: expect.stringContaining("/confirm/x") } });
      expect(
        (await answerOf(letter(await visitAs(db, null, "/", { services, params: { letterId: randomUUID() } })))).status,
      ).toBe(404);
    }));

  it("signs in as somebody of the cast with one click, and as nobody else", () =>
    inTransaction(database, async (db) => {
      const services = testServices(db, { DEMO: "1" });
      const [me, other] = [await anAccount(db, form), await anAccount(db)];
      const visit = await visitAs(db, null, "/demo/sign-in", { services, form: { ...form, next: "/entries" } });
      expect(await answerOf(signIn(visit))).toMatchObject({ status: 303, location: "/entries" });
      expect(
        await answerOf(
          signIn(
            await visitAs(db, null, "/demo/sign-in", { services, form: { ...form, next: "//elsewhere.example" } }),
          ),
        ),
      ).toMatchObject({ status: 303, location: "/" });
      expect(
        (
          await visitAs(db, null, "/", {
            services,
            headers: { cookie: visit.context.cookies.at(-1)!.split(";")[0]! },
          }).then(({ context }) => context.signedIn())
        )?.person.id,
      ).toBe(me.id);
      expect(
        (await answerOf(signIn(await visitAs(db, null, "/demo/sign-in", { services, form: { email: other.email } }))))
          .status,
      ).toBe(404);
    }));
});

describe("without the demo", () => {
  it("there is no such page, no such door and no such letter", () =>
    inTransaction(database, async (db) => {
      const services = testServices(db, { DATABASE_URL: "postgres://elsewhere.example/kapok" });
      const id = randomUUID();
      await services.post.send({ id, to: form.email, subject: "Hello", text: "" });
      await anAccount(db, form);
      expect((await answerOf(demo(await visitAs(db, null, "/demo", { services })))).status).toBe(404);
      expect((await answerOf(signIn(await visitAs(db, null, "/demo/sign-in", { services, form })))).status).toBe(404);
      expect(
        (await answerOf(letter(await visitAs(db, null, "/", { services, params: { letterId: id } })))).status,
      ).toBe(404);
      expect(await db.select().from(sessions)).toEqual([]);
    }));
});
