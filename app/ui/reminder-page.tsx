import type { Verdict } from "#app/domain/verdict.ts";
import type { Locale } from "#app/i18n/locales.ts";
import { Button, Form } from "./form.tsx";
import { LetterSamples } from "./letter-samples.tsx";
import { useTexts } from "./locale.tsx";
import { Page } from "./page.tsx";

export type LetterPreview = {
  count: number;
  recipients: string[];
  samples: { locale: Locale; count: number; subject: string; text: string }[];
};

type ReminderPageProps = {
  title: string;
  lede: string;
  back: { href: string; label: string };
  preview: LetterPreview;
  resting: number;
  send: Verdict;
};

/** Before letters go out: how many, to whom, and one of each language as it will be read. */
export function ReminderPage({ title, lede, back, preview, resting, send }: ReminderPageProps) {
  const t = useTexts().reminder;
  return (
    <Page title={title} lede={lede} width="text" back={back}>
      <p>
        <strong>{t.letters(preview.count)}</strong> {resting > 0 ? t.resting(resting) : null}
      </p>
      <LetterSamples recipients={preview.recipients} samples={preview.samples} />
      <Form>
        <Button verdict={send}>{t.send(preview.count)}</Button>
      </Form>
    </Page>
  );
}
