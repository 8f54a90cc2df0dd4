import { Fragment } from "react";
import type { GivenPreview } from "#app/domain/assignment/rules.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { DataTable, Num, Th } from "./data.tsx";
import { Button, Buttons } from "./form.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";
import { Code } from "./wording.tsx";

/** As many faults as somebody mends before the table is looked at again. */
const MOST_FAULTS = 200;

/** The rows of a table that cannot be, each with its reason; of many the first, and how many there are. */
export function GivenFaults({ faults }: Pick<GivenPreview, "faults">) {
  const [t, locale] = [useTexts().assignment.file, useLocale()];
  const number = (value: number) => formatNumber(value, locale);
  return (
    <Section title={t.faults}>
      {faults.length > MOST_FAULTS ? <p>{t.firstFaults(number(MOST_FAULTS), number(faults.length))}</p> : null}
      <ul>
        {faults.slice(0, MOST_FAULTS).map(({ line, fault }) => (
          <li key={line.row}>{t.row(line.row, sentence(t.fault, fault, line))}</li>
        ))}
      </ul>
    </Section>
  );
}

function sentence(
  t: ReturnType<typeof useTexts>["assignment"]["file"]["fault"],
  fault: GivenPreview["faults"][number]["fault"],
  { entry, reviewer }: { entry: string; reviewer: string },
): string {
  if (fault === "repeated") return t.repeated;
  if (fault === "entry-unknown") return t[fault](entry);
  return fault === "conflict" || fault === "stepped-back" ? t[fault](reviewer, entry) : t[fault](reviewer);
}

/** What a table would change, by reader, and the button of the form that carries it out. */
export function GivenPlan({ plan, form }: { plan: GivenPreview; form: string }) {
  const {
    assignment: { file: t, plan: words },
    ui,
  } = useTexts();
  const codes = (list: string[]) =>
    list.map((code, at) => (
      <Fragment key={code}>
        {at > 0 ? ui.comma : null}
        <Code>{code}</Code>
      </Fragment>
    ));
  const nothing = plan.added === 0 && plan.ends === 0;
  const changed = plan.readers.filter((reader) => reader.added.length + reader.ends.length + reader.begun.length > 0);
  return (
    <Section title={t.changes}>
      {nothing ? <p>{t.nothing}</p> : null}
      <ul>
        {(["added", "stays", "ends", "begun", "short"] as const)
          .filter((what) => plan[what] > 0)
          .map((what) => (
            <li key={what}>{t[what](plan[what])}</li>
          ))}
      </ul>
      {changed.length === 0 ? null : (
        <DataTable
          stacked
          caption={t.changes}
          captionHidden
          head={
            <>
              <Th>{words.reviewer}</Th>
              <Th numeric>{t.load}</Th>
              <Th>{t.comes}</Th>
              <Th>{t.goes}</Th>
              <Th>{t.keeps}</Th>
            </>
          }
        >
          {changed.map(({ id, name, load, added, ends, begun }) => (
            <tr key={id}>
              <th scope="row">
                <bdi>{name}</bdi>
              </th>
              <Num>{load}</Num>
              <td>{codes(added)}</td>
              <td>{codes(ends)}</td>
              <td>{codes(begun)}</td>
            </tr>
          ))}
        </DataTable>
      )}
      {nothing ? null : (
        <Buttons>
          <Button form={form} name="carry" value="yes">
            {t.button}
          </Button>
        </Buttons>
      )}
    </Section>
  );
}
