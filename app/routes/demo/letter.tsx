import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { NotFound } from "#app/domain/errors.ts";
import { anyone } from "#app/http/wrappers.ts";
import { formatMoment } from "#app/i18n/format.ts";
import { SummaryList } from "#app/ui/data.tsx";
import { useLocale, useTexts, useTimeZone } from "#app/ui/locale.tsx";
import { Page } from "#app/ui/page.tsx";
import { pageTitle } from "#app/ui/page-title.ts";

export const loader = anyone(
  async ({
    id,
    visit: {
      services: { config, post },
    },
  }) => {
    const letter = config.demo ? await post.outbox?.read(id("letterId")) : null;
    if (!letter) throw new NotFound();
    return { letter, origin: config.publicUrl };
  },
);

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.letter.subject);

export default function LetterPage() {
  const { letter, origin } = useLoaderData<typeof loader>();
  const [{ demo: t }, locale, zone] = [useTexts(), useLocale(), useTimeZone()];
  return (
    <Page eyebrow={t.letter} title={letter.subject} width="text" back={{ href: "/demo#outbox", label: t.outbox }}>
      <SummaryList
        rows={[
          { key: "to", label: t.to, value: <bdi>{letter.to}</bdi> },
          { key: "at", label: t.written, value: formatMoment(letter.at, locale, zone) },
          ...(letter.enclosed.length > 0
            ? [{ key: "enclosed", label: t.enclosed, value: <bdi>{letter.enclosed.join(", ")}</bdi> }]
            : []),
        ]}
      />
      <pre className="letter" dir="auto">
        {withLinks(letter.text, origin)}
      </pre>
    </Page>
  );
}

/** The letter's text with the portal's own addresses as links, as a mail program shows them. */
function withLinks(text: string, origin: string) {
  return text.split(/(https?:\/\/\S+)/).map((part, index) =>
    part.startsWith(`${origin}/`) ? (
      <a key={index} href={part}>
        {part}
      </a>
    ) : (
      part
    ),
  );
}
