import { randomUUID } from "node:crypto";
import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { getCycle } from "#app/domain/cycle/queries.server.ts";
import { roundsOf } from "#app/domain/round/queries.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { sendWave } from "#app/domain/wave/commands.server.ts";
import { readWave, waveInput } from "#app/domain/wave/input.ts";
import { canWriteToMany } from "#app/domain/wave/policy.ts";
import { lettersOfWave } from "#app/domain/wave/queries.server.ts";
import { unwritten } from "#app/domain/wave/rules.ts";
import { errorsOf, failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { previewOf } from "#app/jobs/letters.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { useLetterLabels, WaveForm } from "#app/ui/wave-form.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  authorise(canWriteToMany(ctx.actor));
  const cycle = await getCycle(ctx, id("cycleId"));
  const rounds = (await roundsOf(ctx, cycle.id)).map((round) => ({ id: round.id, name: round.name }));
  const levels = cycle.levels.map(({ key, name }) => ({ key, name }));
  return { cycle: { id: cycle.id, name: cycle.name }, levels, rounds, fresh: randomUUID(), title: t.wave.newTitle };
});

/** Shows the letters, or sends exactly those that were shown. */
export const action = signedIn(async ({ ctx, id, form, visit: { services } }) => {
  const { id: cycleId } = await getCycle(ctx, id("cycleId"));
  const { publicUrl } = services.config;
  const sent = await form();
  const parsed = parse(sent, waveInput);
  const given = parsed.ok ? readWave(parsed.value) : parsed;
  if (!given.ok) return failed(sent, given.errors);
  if (sent.has("send")) {
    const errors = await errorsOf(sendWave(ctx, cycleId, given.value, publicUrl));
    return errors ? failed(sent, errors) : redirect(`/secretariat/waves/${given.value.id}`, 303);
  }
  const { letters, cities, seen, send } = await lettersOfWave(ctx, cycleId, given.value, publicUrl);
  return {
    errors: {},
    typed: sent.typed(),
    preview: { ...previewOf(letters), cities, seen, send, unwritten: unwritten(given.value) },
  };
});

export default function NewWavePage() {
  const { cycle, levels, rounds, fresh } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [{ wave: t }, locale] = [useTexts(), useLocale()];
  const errors = useFieldErrors(answer?.errors, { ...t, ...useLetterLabels() });
  const typed = (answer?.typed ?? {}) as Record<string, string>;
  return (
    <Page
      title={t.newTitle}
      lede={t.newLede}
      eyebrow={say(cycle.name, locale)}
      width="text"
      back={{ href: `/secretariat/cycles/${cycle.id}/waves`, label: t.back }}
    >
      <WaveForm
        levels={levels}
        rounds={rounds}
        typed={{ ...typed, id: typed["id"] || fresh }}
        errors={errors}
        preview={answer && "preview" in answer ? answer.preview : null}
      />
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
