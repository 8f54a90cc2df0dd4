import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { allCycles } from "#app/domain/cycle/queries.server.ts";
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
import { Page, Section } from "#app/ui/page.tsx";
import { ProgrammeForm } from "#app/ui/programme-form.tsx";

export const loader = signedIn(async ({ ctx, id, locale }) => {
  authorise(canCreateProgramme(ctx.actor));
  const programme = await getProgramme(ctx, id("programmeId"));
  const cycles = (await allCycles(ctx))
    .filter((cycle) => !cycle.archived && cycle.programmeId === programme.id)
    .map((cycle) => ({ id: cycle.id, name: say(cycle.name, locale) }));
  return { fields: programmeFields(programme), cycles, title: say(programme.name, locale) };
});

export const action = signedIn(async ({ ctx, id, form }) => {
  const { meant: sent, clashes } = asMeant(await form(), programmeFields(await getProgramme(ctx, id("programmeId"))));
  if (clashes) return failed(sent, clashes);
  const given = parse(sent, programmeInput);
  if (!given.ok) return failed(sent, given.errors);
  await changeProgramme(ctx, id("programmeId"), programmeFrom(given.value));
  return redirect("/secretariat", 303);
});

export default function ProgrammePage() {
  const { fields, cycles, title } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const { programme: t, translation } = useTexts();
  return (
    <Page title={title} width="text" back={{ href: "/secretariat", label: t.back }}>
      <ProgrammeForm fields={refused?.typed ?? fields} standing={fields} codes={refused?.errors} />
      {cycles.length > 0 ? (
        <Section title={translation.title}>
          <ul>
            {cycles.map(({ id, name }) => (
              <li key={id}>
                <a href={`/secretariat/cycles/${id}/translations`}>{name}</a>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
