import { useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";

/** Where to get the questions of a call on paper. */
export function BlankForm({ slug }: { slug: string }) {
  const t = useTexts().documents.blank;
  return (
    <Section title={t.heading}>
      <p>{t.hint}</p>
      <ul>
        <li>
          <a href={`/cycles/${slug}/form.pdf`}>{t.pdf}</a>
        </li>
        <li>
          <a href={`/cycles/${slug}/form.docx`}>{t.docx}</a>
        </li>
      </ul>
    </Section>
  );
}
