import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { createForm } from "#app/domain/question/commands.server.ts";
import { PORTAL } from "#app/domain/context.ts";
import { TypesettingBusy } from "#app/outside/documents/document.ts";
import { GUANGZHOU_FORM } from "#db/seed/guangzhou-form.ts";
import { cityMembers } from "#db/schema/city.ts";
import { aCity, aCycle, aForm, aMember, anAccount, anEntry, NOW } from "#tests/support/factories.ts";
import { openPortal } from "#tests/support/portal.ts";

const NOWHERE = "6f1c1f6e-3b0e-4c52-9d29-3f3b7f8f9a10";
const portal = await openPortal();

const isPage = (text: string) => text.startsWith("<!DOCTYPE html>") && text.includes('<main id="main"');

describe("an address that only takes forms", () => {
  it.each([
    ["/sign-out", "/sign-in"],
    ["/account/confirmation", "/account"],
    [`/account/sessions/${NOWHERE}/end`, "/account"],
    [`/cities/${NOWHERE}/members`, `/cities/${NOWHERE}`],
    [`/secretariat/entries/${NOWHERE}/confirmation`, `/secretariat/entries/${NOWHERE}`],
    [`/rounds/${NOWHERE}/ballot/count`, `/rounds/${NOWHERE}/ballot`],
    [`/rounds/${NOWHERE}/finalisation/approval`, `/rounds/${NOWHERE}/finalisation`],
    [`/entries/${NOWHERE}/answers/title`, `/entries/${NOWHERE}`],
    [`/judging/assignments/${NOWHERE}/comment`, `/judging/assignments/${NOWHERE}`],
  ])("%s leads whoever opens it to the page that has the form: %s", async (target, page) => {
    const { status, location } = await portal.knock(target);
    expect([status, location]).toEqual([303, page]);
  });

  it("shows a program that there is nothing here", async () => {
    const { status } = await portal.knock("/sign-out", { headers: { accept: "application/json" } });
    expect(status).toBe(405);
  });

  it("tells a script in its own language", async () => {
    const { status, headers } = await portal.knock(`/entries/${NOWHERE}/answers/title`, {
      method: "POST",
      headers: { accept: "application/json" },
    });
    expect([status, headers.get("content-type")]).toEqual([401, "application/json"]);
  });
});

it("whoever asks for a document while too many wait is asked to come again, not told of a fault", async () => {
  const cycle = await aCycle(portal.db);
  await createForm({ db: portal.db, actor: PORTAL, now: NOW }, cycle.id, GUANGZHOU_FORM);
  portal.services.documents.pdf = () => Promise.reject(new TypesettingBusy());
  const { status, text } = await portal.knock(`/cycles/${cycle.slug}/form.pdf`);
  expect([status, isPage(text)]).toEqual([503, true]);
});

it("B105: whoever is signed in hears that the database is away, like everybody else", async () => {
  const person = await anAccount(portal.db);
  const { sessions } = portal.services;
  const { read } = sessions;
  sessions.read = () => Promise.reject(Object.assign(new Error("away"), { code: "ECONNREFUSED" }));
  const form = { "q.title": "Written as it went away" };
  const page = await portal.knock("/archive", { as: person.id });
  const sent = await portal.knock(`/entries/${NOWHERE}/sections/first`, { as: person.id, method: "POST", form });
  sessions.read = read;
  expect([page.status, sent.status]).toEqual([503, 503]);
  expect(sent.text).toContain(">Written as it went away</textarea>");
});

describe("a refused form", () => {
  it("says so in the title of a public page too", async () => {
    const { status, text } = await portal.knock("/certificates", { method: "POST", form: { certificate: "" } });
    expect([status, text.match(/<title>[^<]*/)?.[0]]).toEqual([422, "<title>Error: Check a certificate – Kapok"]);
  });

  it("leads back to its page with the sentence: the only owner cannot leave", async () => {
    const owner = await anAccount(portal.db, { name: "Only Owner" });
    const city = await aCity(portal.db);
    await aMember(portal.db, city.id, "owner", owner.id);
    const refused = await portal.knock(`/cities/${city.id}/members`, {
      as: owner.id,
      method: "POST",
      form: { accountId: owner.id, role: "none" },
    });
    expect([refused.status, refused.location]).toEqual([303, `/cities/${city.id}?refused=last-owner`]);
    expect((await portal.knock(refused.location!, { as: owner.id })).text).toContain(
      "A team needs at least one owner. Make somebody else an owner first.",
    );
    expect((await portal.knock(`/cities/${city.id}?refused=round-frozen`, { as: owner.id })).text).not.toContain(
      "The scores of this round",
    );
  });

  it("E5: an entry that was not sent says so where it is heard first: in the title, and on top with the focus", async () => {
    const cycle = await aCycle(portal.db, { opensAt: new Date(), closesAt: new Date(Date.now() + 3_600_000) });
    await aForm(portal.db, cycle.id);
    const { entryId, owner } = await anEntry(portal.db, { cycle, now: new Date(), answers: { title: "Guides" } });
    const page = async (query: string) =>
      (await portal.knock(`/entries/${entryId}/check${query}`, { as: owner.id })).text;
    const refused = await page("?refused");
    expect(refused).toContain("<title>Error: Check your answers");
    expect(refused).toMatch(/<div class="error-summary" role="alert" tabindex="-1" autofocus="" aria-labelledby="/i);
    expect(refused).toContain(">Not submitted: these answers are still missing</h2>");
    const calm = await page("");
    expect(calm).toContain("<title>Check your answers");
    expect(calm).not.toContain('role="alert"');
  });

  it("keeps the frame of the page: who is signed in, the language, the way back", async () => {
    const owner = await anAccount(portal.db, { name: "Only Owner" });
    const city = await aCity(portal.db);
    await aMember(portal.db, city.id, "owner", owner.id);
    const { status, text } = await portal.knock(`/cities/${city.id}/members`, {
      as: owner.id,
      method: "POST",
      form: { accountId: owner.id, role: "emperor" },
      headers: { cookie: `lang=zh-Hans; ${await portal.cookieOf(owner.id)}` },
    });
    expect([status, isPage(text)]).toEqual([422, true]);
    expect(text).toContain('<html lang="zh-Hans" dir="ltr">');
    expect(text).toContain("Only Owner");
    expect(text).toContain(`href="/cities/${city.id}"`);
  });
});

it("a form of too many fields is refused on a page of the reader's own, with a sentence", async () => {
  const owner = await anAccount(portal.db, { name: "Many Fields" });
  const { status, text } = await portal.knock("/account", {
    as: owner.id,
    method: "POST",
    form: Object.fromEntries(Array.from({ length: 600 }, (_, n) => [`field${n}`, ""])),
    headers: { cookie: `lang=zh-Hans; ${await portal.cookieOf(owner.id)}` },
  });
  expect([status, isPage(text)]).toEqual([413, true]);
  expect(text).toContain('<html lang="zh-Hans" dir="ltr">');
  expect(text).toContain("Many Fields");
  expect(text).toContain("提交的内容超出本表单的限度");
});

it("a form that is too long to be read is refused on such a page too, before its end has come", async () => {
  const owner = await anAccount(portal.db, { name: "Many Words" });
  const { status, text, headers } = await portal.knock("/account", {
    as: owner.id,
    method: "POST",
    form: { name: "x".repeat(1_000_001) },
    headers: { cookie: `lang=zh-Hans; ${await portal.cookieOf(owner.id)}` },
  });
  expect([status, isPage(text), headers.get("connection")]).toEqual([413, true, "close"]);
  expect(text).toContain('<html lang="zh-Hans" dir="ltr">');
  expect(text).toContain("Many Words");
  expect(text).toContain("提交的内容超出本表单的限度");
});

/** The page that answers a body of that length before any of it is sent. */
async function announced(path: string, length: number): Promise<string> {
  const headers = {
    accept: "text/html",
    cookie: await portal.cookieOf((await anAccount(portal.db)).id),
    "sec-fetch-site": "same-origin",
    "content-type": "multipart/form-data; boundary=x",
    "content-length": length,
  };
  const sent = request(portal.url + path, { method: "POST", headers });
  sent.flushHeaders();
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  expect(answer.statusCode).toBe(413);
  return answer.setEncoding("utf8").reduce((text: string, part: string) => text + part, "");
}

it.each([
  ["/account", "1 MB", "Going back in your browser"],
  [`/entries/${NOWHERE}/attachments?question=pictures`, "550 MB", "What was typed in the entry was saved before"],
])("%s says how much it takes at once, and what became of the rest", async (path, most, rest) => {
  const text = await announced(path, 550_000_001);
  expect(isPage(text)).toBe(true);
  expect(text).toContain(`At most ${most} can be sent here at once.`);
  expect(text).toContain(rest);
  expect(text).toContain(`href="${path}"`);
});

it.each<[string, string, number, string, RequestInit]>([
  [
    "from another site",
    "/account",
    403,
    "该表单来自另一个网站",
    { method: "POST", headers: { "sec-fetch-site": "cross-site" } },
  ],
  ["for a longer address than is read", `/archive?q=${"x".repeat(5000)}`, 414, "网址太长", {}],
  ["for an address with a slash at its end", "/archive/", 404, "网址可能不完整", {}],
  ["for one that is none", "/entries%2F..", 404, "网址可能不完整", {}],
])(
  "whom the guard refuses %s reads why on such a page too, and a program in one line",
  async (_what, path, status, said, init) => {
    const owner = await anAccount(portal.db, { name: "Kept Out" });
    const headers = { ...init.headers, cookie: `lang=zh-Hans; ${await portal.cookieOf(owner.id)}` };
    const page = await fetch(portal.url + path, { ...init, headers: { ...headers, accept: "text/html" } });
    const text = await page.text();
    expect([page.status, isPage(text), text.includes("Kept Out")]).toEqual([status, true, true]);
    expect(text).toContain(said);
    const line = await fetch(portal.url + path, { ...init, headers });
    expect([line.status, (await line.text()).split("\n").length]).toEqual([status, 2]);
  },
);

describe("what is not there, or no longer for somebody", () => {
  const words = { "q.background": "In 2019 <b>", password: "s3cret-one" };

  it("shows the words of a member who was taken out of the team while writing, and no secret", async () => {
    const { entryId, owner, city } = await anEntry(portal.db);
    const left = await aMember(portal.db, city.id, "editor");
    await portal.db.delete(cityMembers).where(eq(cityMembers.accountId, left.id));
    const send = (as: string, id: string, path: string) =>
      portal.knock(path.replace("ID", id), { as, form: words, method: "POST" });
    const { status, text } = await send(left.id, entryId, "/entries/ID/sections/background");
    expect([status, isPage(text)]).toEqual([404, true]);
    expect(text).toContain(">In 2019 &lt;b&gt;</textarea>");
    expect(text).not.toContain("s3cret-one");
    expect(owner.id).not.toBe(left.id);
  });

  it("B1: the same words get the same answer for what is hidden and for what was never there", async () => {
    const { entryId } = await anEntry(portal.db);
    const stranger = await anAccount(portal.db);
    for (const path of [
      "/entries/ID/sections/basics",
      "/entries/ID/submission",
      "/entries/ID/withdrawal",
      "/secretariat/entries/ID/confirmation",
    ]) {
      const [hidden, invented] = await Promise.all(
        [entryId, NOWHERE].map(async (id) => {
          const { status, text } = await portal.knock(path.replace("ID", id), {
            as: stranger.id,
            form: words,
            method: "POST",
          });
          return [path, status, text.replaceAll(id, "ID")];
        }),
      );
      expect(hidden).toEqual(invented);
      expect(hidden![2]).toContain(">In 2019 &lt;b&gt;</textarea>");
    }
  });
});

describe("a session that ended while somebody wrote", () => {
  const send = (form: URLSearchParams) =>
    portal.knock(`/entries/${NOWHERE}/sections/background`, { method: "POST", form });

  it("shows their words without the form's machinery, and sends all of it again after signing in", async () => {
    const { status, text } = await send(
      new URLSearchParams([
        ["q.background", "In 2019 <b>"],
        ["version:q.background", "3"],
        ["q.themes", "water"],
        ["q.themes", "waste"],
      ]),
    );
    expect(status).toBe(401);
    expect(text).toContain(">In 2019 &lt;b&gt;</textarea>");
    expect(text.match(/<textarea/g)).toHaveLength(2);
    expect(text).toContain(`<form class="form" action="/entries/${NOWHERE}/sections/background" method="post"`);
    for (const field of [
      'name="q.background" value="In 2019 &lt;b&gt;"',
      'name="version:q.background" value="3"',
      'name="q.themes" value="water"',
      'name="q.themes" value="waste"',
    ])
      expect(text).toContain(field);
  });

  it("B55: shows also what came under a name that every object knows", async () => {
    for (const name of ["__proto__", "constructor", "toString"]) {
      const { status, text } = await send(new URLSearchParams([[name, "In 2019"]]));
      expect([name, status, text.includes(">In 2019</textarea>")]).toEqual([name, 401, true]);
    }
  });

  it("keeps them for whoever wrote them: somebody else who signs in there does not send them", async () => {
    const cycle = await aCycle(portal.db, { opensAt: new Date(), closesAt: new Date(Date.now() + 3_600_000) });
    await aForm(portal.db, cycle.id);
    const { entryId, city, owner } = await anEntry(portal.db, { cycle, now: new Date() });
    const colleague = await aMember(portal.db, city.id, "editor");
    const target = `/entries/${entryId}/sections/initiative`;
    const read = async (as: string) => (await portal.knock(target, { as })).text;
    const bound = `<input type="hidden" name="writer" value="${owner.id}"/>`;
    expect(await read(owner.id)).toContain(bound);
    const form = { "q.title": "Guides of the owner", writer: owner.id };
    const sent = (as?: string) => portal.knock(target, { as: as ?? null, method: "POST", form });

    const away = await sent();
    expect([away.status, away.text.includes(bound)]).toEqual([401, true]);
    const other = await sent(colleague.id);
    expect([other.status, other.text.split(bound).length]).toEqual([401, 2]);
    expect(other.text).toContain("written under another account");
    expect(other.text).not.toContain(`name="writer" value="${colleague.id}"`);
    expect(other.text).not.toContain(">Guides of the owner");
    expect(await read(colleague.id)).not.toContain("Guides of the owner");
    const script = await portal.knock(`/entries/${entryId}/answers/title`, {
      as: colleague.id,
      method: "POST",
      form: { ...form, version: "0" },
      headers: { accept: "application/json" },
    });
    expect([script.status, JSON.parse(script.text)["because"]]).toEqual([401, "other-writer"]);

    expect((await sent(owner.id)).status).toBeLessThan(400);
    expect(await read(owner.id)).toContain("Guides of the owner");
  });

  it("leads to the page, not to the start, from every sign-in link", async () => {
    const { text } = await send(new URLSearchParams({ "q.background": "x" }));
    expect(text.match(/\/sign-in\?next=[^"]*/g)).toEqual(
      Array(2).fill(`/sign-in?next=${encodeURIComponent(`/entries/${NOWHERE}/sections/background`)}`),
    );
  });

  it("never sends a secret again", async () => {
    const { text } = await portal.knock("/account/password", {
      method: "POST",
      form: { currentPassword: "old", password: "s3cret-one", name: "Ada" },
    });
    expect(text).not.toContain("s3cret-one");
    expect(text).not.toContain('action="/account/password"');
  });
});
