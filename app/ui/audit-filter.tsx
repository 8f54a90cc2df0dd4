import { EVENT_SORTS } from "#app/domain/audit/input.ts";
import { type AuditFilter, EVENT_TYPES, UNLISTED } from "#app/domain/audit/rules.ts";
import { inOrder } from "#app/i18n/format.ts";
import { Button, Buttons, Form, LinkButton, TextInput } from "./form.tsx";
import { Select } from "./choices.tsx";
import { useLocale, useTexts } from "./locale.tsx";

/** What the audit trail is narrowed to: an entry, a person, a kind of event, changes or readings, a span of days. */
export function AuditFilterForm({
  filter,
  narrowed,
  systemOnly,
}: {
  filter: AuditFilter;
  narrowed: boolean;
  systemOnly: boolean;
}) {
  const [{ audit: t }, locale] = [useTexts(), useLocale()];
  const kinds = inOrder(
    EVENT_TYPES.filter((type) => type !== UNLISTED).map((value) => ({ value, label: t.events[value] })),
    ({ label }) => label,
    locale,
  );
  return (
    <Form method="get" action="/audit">
      <div className="filters" role="search" aria-label={t.filter.title}>
        {systemOnly ? null : <TextInput name="code" label={t.filter.code} value={filter.code} />}
        <TextInput name="person" label={t.filter.person} value={filter.person} />
        <Select name="type" label={t.filter.type} empty={t.filter.anyType} value={filter.type ?? ""} options={kinds} />
        <Select
          name="only"
          label={t.filter.only}
          empty={t.filter.both}
          value={filter.only ?? ""}
          options={EVENT_SORTS.map((value) => ({ value, label: t.filter[value] }))}
        />
        <TextInput name="from" type="date" label={t.filter.from} value={filter.from ?? ""} />
        <TextInput name="to" type="date" label={t.filter.to} value={filter.to ?? ""} />
      </div>
      <Buttons>
        <Button kind="secondary">{t.filter.button}</Button>
        {narrowed ? (
          <LinkButton kind="quiet" href="/audit">
            {t.all}
          </LinkButton>
        ) : null}
      </Buttons>
    </Form>
  );
}
