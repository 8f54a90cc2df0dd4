import type { MetaFunction } from "@remix-run/node";
import { anyone } from "#app/http/wrappers.ts";
import { textsOf } from "#app/i18n/texts.ts";
import { publicMeta } from "#app/ui/public-meta.ts";
import { WrittenPage } from "#app/ui/written-page.tsx";

export const loader = anyone(({ visit, locale }) => ({
  locale,
  here: `${visit.services.config.publicUrl}/accessibility`,
}));

export const meta: MetaFunction<typeof loader> = ({ data }) => {
  if (!data) return [];
  const { title, lede } = textsOf(data.locale).pages.accessibility;
  return publicMeta({ title, description: lede, here: data.here, locale: data.locale });
};

export default function AccessibilityPage() {
  return <WrittenPage name="accessibility" />;
}
