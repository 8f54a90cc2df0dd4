import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { ownPath } from "#app/domain/sign-in/rules.ts";
import { makeRecoveryCodes } from "#app/domain/factor/commands.server.ts";
import { ownFactors } from "#app/domain/factor/queries.server.ts";
import { freshly } from "#app/http/fresh.server.ts";
import { Notice } from "#app/ui/feedback.tsx";
import { Button, Buttons, Form, LinkButton } from "#app/ui/form.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import { Page } from "#app/ui/page.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Sentences } from "#app/ui/wording.tsx";

export const loader = freshly(async ({ ctx, url, t }) => {
  const { codes, making } = await ownFactors(ctx);
  return {
    codes,
    making,
    next: ownPath(url.searchParams.get("next") ?? "/account/second-factor"),
    title: t.factor.codes.title,
  };
});

/** No redirect afterwards: this answer is the one place where the codes can be read. */
export const action = freshly(async ({ ctx }) => ({ made: await makeRecoveryCodes(ctx) }));

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

export default function RecoveryCodesPage() {
  const { codes, making, next } = useLoaderData<typeof loader>();
  const made = useActionData<typeof action>()?.made;
  const { codes: t, goOn, title } = useTexts().factor;
  if (made) {
    return (
      <Page title={t.shownTitle} width="text">
        <Notice kind="warning">{t.shown}</Notice>
        <ul className="recovery-codes">
          {made.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ul>
        <Buttons>
          <LinkButton href={next}>{goOn}</LinkButton>
        </Buttons>
      </Page>
    );
  }
  return (
    <Page title={t.title} lede={t.lede} width="text" back={{ href: "/account/second-factor", label: title }}>
      {codes > 0 ? (
        <p>
          <Sentences>
            {t.left(codes)}
            {t.replaces}
          </Sentences>
        </p>
      ) : null}
      <Form action={`/account/second-factor/codes?next=${encodeURIComponent(next)}`}>
        <Buttons>
          <Button verdict={making}>{codes > 0 ? t.again : t.make}</Button>
          <LinkButton kind="quiet" href={next}>
            {goOn}
          </LinkButton>
        </Buttons>
      </Form>
    </Page>
  );
}
