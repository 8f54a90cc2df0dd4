import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { codeOfCertificate } from "#app/domain/certificate/queries.server.ts";
import { failed } from "#app/http/answers.server.ts";
import { anyone } from "#app/http/wrappers.ts";
import { textsOf } from "#app/i18n/texts.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, TextInput } from "#app/ui/form.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import { Page } from "#app/ui/page.tsx";
import { publicMeta } from "#app/ui/public-meta.ts";

export const loader = anyone(({ visit, locale }) => ({
  locale,
  here: `${visit.services.config.publicUrl}/certificates`,
}));

/** Leads to the certificate with the code that somebody typed. */
export const action = anyone(async ({ ctx, form }) => {
  const sent = await form();
  const typed = sent.get("certificate").trim();
  const code = typed === "" ? null : await codeOfCertificate(ctx, typed);
  return code === null
    ? failed(sent, { certificate: typed === "" ? "required" : "no-such-certificate" })
    : redirect(`/certificates/${code}`, 303);
});

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => {
  if (!data) return [];
  const { title, lede } = textsOf(data.locale).certificate.lookUp;
  return publicMeta({ title, description: lede, here: data.here, locale: data.locale, matches });
};

export default function CertificatesPage() {
  useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const t = useTexts().certificate.lookUp;
  const errors = useFieldErrors(refused?.errors, { certificate: t.code });
  return (
    <Page title={t.title} lede={t.lede} width="text">
      <ErrorSummary errors={errors} />
      <Form>
        <TextInput
          name="certificate"
          label={t.code}
          hint={t.hint}
          width="medium"
          autoComplete="off"
          value={refused?.typed["certificate"]}
          error={errors["certificate"]}
        />
        <Buttons>
          <Button>{t.button}</Button>
        </Buttons>
      </Form>
    </Page>
  );
}
