import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { changeProgramme } from "#app/domain/programme/commands.server.ts";
import { programmeFields, programmeFrom, programmeInput } from "#app/domain/programme/input.ts";
import { canCreateProgramme } from "#app/domain/programme/policy.ts";
import { getProgramme } from "#app/domain/programme/queries.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { asMeant } from "#app/http/meanwhile.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { ProgrammeForm } from "#app/ui/programme-form.tsx";

export const loader = signedIn(async ({ ctx, id, locale }) => {
  authorise(canCreateProgramme(ctx.actor));
  const programme = await getProgramme(ctx, id("programmeId"));
  return { fields: programmeFields(programme), title: say(programme.name, locale) };
});

export const action = signedIn(async ({ ctx, id, form }) => {
  authorise(canCreateProgramme(ctx.actor));
  const { meant: sent, clashes } = asMeant(await form(), programmeFields(await getProgramme(ctx, id("programmeId"))));
  if (clashes) return failed(sent, clashes);
  const given = parse(sent, programmeInput);
  if (!given.ok) return failed(sent, given.errors);
  await changeProgramme(ctx, id("programmeId"), programmeFrom(given.value));
  return redirect("/secretariat", 303);
});

export default function ProgrammePage() {
  const { fields, title } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const t = useTexts().programme;
  return (
    <Page title={title} width="text" back={{ href: "/secretariat", label: t.back }}>
      <ProgrammeForm fields={refused?.typed ?? fields} standing={fields} codes={refused?.errors} />
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
