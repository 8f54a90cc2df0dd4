import { viewOf, writeTable } from "#app/domain/translation/input.ts";
import { allTexts } from "#app/domain/translation/queries.server.ts";
import { LANGUAGES } from "#app/domain/translation/rules.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { groupName } from "#app/ui/translation-form.tsx";

/** All texts of a cycle in a language as a table, for a translator who works outside. */
export const loader = signedIn(async ({ ctx, id, url, t, locale }) => {
  const { cycle, groups, texts } = await allTexts(ctx, id("cycleId"));
  const language = viewOf(url).language ?? LANGUAGES[0]!;
  const names = new Map(groups.map((group) => [group.key, groupName(t, group, locale)]));
  const table = writeTable(texts, language, ({ group, part }) => `${names.get(group)} – ${t.translation.kinds[part]}`);
  // Spreadsheets read UTF-8 only where a byte-order mark says so.
  return new Response(`\ufeff${table}`, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${cycle.slug}-${language}.csv"`,
    },
  });
});
