import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { createProgramme } from "#app/domain/programme/commands.server.ts";
import { newProgrammeInput, programmeFrom } from "#app/domain/programme/input.ts";
import { canCreateProgramme } from "#app/domain/programme/policy.ts";
import { authorise } from "#app/domain/verdict.ts";
import { errorsOf, failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { ProgrammeForm } from "#app/ui/programme-form.tsx";

export const loader = signedIn(({ ctx, t }) => {
  authorise(canCreateProgramme(ctx.actor));
  return { title: t.programme.newTitle };
});

export const action = signedIn(async ({ ctx, form }) => {
  const sent = await form();
  const given = parse(sent, newProgrammeInput);
  if (!given.ok) return failed(sent, given.errors);
  const errors = await errorsOf(createProgramme(ctx, { slug: given.value.slug, ...programmeFrom(given.value) }));
  return errors ? failed(sent, errors) : redirect("/secretariat", 303);
});

export default function NewProgrammePage() {
  const refused = useActionData<typeof action>();
  const t = useTexts().programme;
  return (
    <Page title={t.newTitle} lede={t.lede} width="text" back={{ href: "/secretariat", label: t.back }}>
      <ProgrammeForm fields={refused?.typed ?? { timeZone: "Asia/Shanghai" }} codes={refused?.errors} isNew />
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
