import { revokedKeys } from "#app/domain/commitment/keys.server.ts";
import { acceptedLosses, acceptedLostEvents } from "#app/domain/commitment/losses.server.ts";
import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { canVerifyTrail } from "#app/domain/audit/policy.ts";
import { verifyLog } from "#app/domain/commitment/queries.server.ts";
import { isUuid } from "#app/domain/input.ts";
import { authorise } from "#app/domain/verdict.ts";
import { endWitness, registerWitness } from "#app/domain/witness/commands.server.ts";
import { witnessInput } from "#app/domain/witness/input.ts";
import { canManageWitnesses } from "#app/domain/witness/policy.ts";
import { listTimestamps } from "#app/domain/timestamp/queries.server.ts";
import { listWitnesses, newestCheckpoint } from "#app/domain/witness/queries.server.ts";
import { errorsOf, failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { Notice } from "#app/ui/feedback.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, Hidden, LinkButton, TextInput } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { LostSaves, RestoredLog, RevokedKeys } from "#app/ui/restored-log.tsx";
import { Timestamps } from "#app/ui/timestamp-table.tsx";
import { WitnessTable } from "#app/ui/witness-table.tsx";

/** Where the public log stands and who watches it; recomputed from its first leaf where that is asked for. */
export const loader = signedIn(async ({ ctx, url, t }) => {
  authorise(canVerifyTrail(ctx.actor));
  const asked = url.searchParams.has("run");
  const log = asked ? await verifyLog(ctx.db) : null;
  return {
    title: t.audit.publicLog.title,
    checkpoint: await newestCheckpoint(ctx),
    log,
    losses: await acceptedLosses(ctx),
    revoked: await revokedKeys(ctx),
    lostSaves: await acceptedLostEvents(ctx),
    witnesses: await listWitnesses(ctx),
    timestamps: await listTimestamps(ctx),
    manages: canManageWitnesses(ctx.actor).allowed,
  };
});

/** Registers a witness, or ends with one who is named by id. */
export const action = signedIn(async ({ ctx, form, visit }) => {
  authorise(canManageWitnesses(ctx.actor));
  const sent = await form();
  if (isUuid(sent.get("end"))) await endWitness(ctx, sent.get("end"));
  else {
    const given = parse(sent, witnessInput);
    const errors = given.ok ? await errorsOf(registerWitness(ctx, given.value, visit.services.logKey)) : given.errors;
    if (errors) return failed(sent, errors);
  }
  return redirect("/audit/log#witnesses", 303);
});

export default function LogPage() {
  const { title, checkpoint, log, manages, timestamps, losses, revoked, lostSaves } = useLoaderData<typeof loader>();
  const [t, errors] = [useTexts().audit.publicLog, useErrors()];
  return (
    <Page title={title} lede={t.lede} width="text" back={{ href: "/audit", label: t.back }}>
      <ErrorSummary errors={errors} />
      <RestoredLog losses={losses} />
      <RevokedKeys keys={revoked} />
      <LostSaves losses={lostSaves} />
      {log ? <Verified log={log} /> : null}
      <p>
        <LinkButton href="/audit/log?run">{t.run}</LinkButton>
      </p>
      <Section title={t.checkpoint}>
        <p>{checkpoint ? t.checkpointText : t.none}</p>
        {checkpoint ? (
          <pre className="receipt" tabIndex={0}>
            {checkpoint}
          </pre>
        ) : null}
      </Section>
      <Witnesses />
      {manages ? <AddWitness /> : null}
      <Timestamps timestamps={timestamps} />
    </Page>
  );
}

const useErrors = () => useFieldErrors(useActionData<typeof action>()?.errors, useTexts().proof.witnesses);

type Log = NonNullable<ReturnType<typeof useLoaderData<typeof loader>>["log"]>;

/** Whether every leaf and checkpoint holds. */
function Verified({ log: { faults, leaves, checkpoints } }: { log: Log }) {
  const [t, locale] = [useTexts().audit.publicLog, useLocale()];
  const holds = faults.length === 0;
  return (
    <Notice kind={holds ? "success" : "danger"} title={holds ? t.holds : t.broken}>
      <p>{t.counted(formatNumber(leaves, locale), formatNumber(checkpoints, locale))}</p>
      {holds ? null : (
        <ul>
          {faults.slice(0, 50).map((fault) => (
            <li key={fault}>
              <code>{fault}</code>
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}

function Witnesses() {
  const { witnesses, manages } = useLoaderData<typeof loader>();
  const t = useTexts().proof.witnesses;
  return (
    <Section title={t.title} id="witnesses">
      <p>{t.text}</p>
      <WitnessTable
        witnesses={witnesses}
        act={({ id, name }) =>
          manages ? (
            <Form action="/audit/log">
              <Hidden name="end" value={id} />
              <Button kind="quiet" label={t.endLabel(name)}>
                {t.end}
              </Button>
            </Form>
          ) : null
        }
      />
    </Section>
  );
}

function AddWitness() {
  const refused = useActionData<typeof action>();
  const [t, errors] = [useTexts().proof.witnesses, useErrors()];
  return (
    <Section title={t.add}>
      <Form action="/audit/log">
        <TextInput name="name" label={t.name} hint={t.nameHint} value={refused?.typed["name"]} error={errors["name"]} />
        <TextInput name="key" label={t.key} hint={t.keyHint} value={refused?.typed["key"]} error={errors["key"]} />
        <Buttons>
          <Button>{t.button}</Button>
        </Buttons>
      </Form>
    </Section>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
