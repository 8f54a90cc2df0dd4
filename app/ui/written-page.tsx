import { useTexts } from "./locale.tsx";
import { Page, Section } from "./page.tsx";

/** A page that is nothing but words of the catalogue. */
export function WrittenPage({ name }: { name: "help" | "accessibility" | "about" | "privacy" }) {
  const { title, lede, sections } = useTexts().pages[name];
  return (
    <Page title={title} lede={lede}>
      {sections.map((section) => (
        <Section key={section.title} title={section.title} id={section.id}>
          {section.paragraphs.map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
        </Section>
      ))}
    </Page>
  );
}
