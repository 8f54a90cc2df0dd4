import type { ComponentProps } from "react";
import { Radios } from "./choices.tsx";
import { Button, Buttons, Form, LinkButton, TextInput } from "./form.tsx";
import { useTexts } from "./locale.tsx";
import { asBefore, asSent, PicturesToShow } from "./pictures-to-show.tsx";

/** With which pictures something is published, and when: a list, or its next version. */
export function PublicationForm({
  initiatives,
  zone,
  refused,
  errors,
  cancel,
}: {
  initiatives: ComponentProps<typeof PicturesToShow>["initiatives"];
  zone: string;
  refused: { typed: Record<string, string>; lists: Record<string, string[]> } | undefined;
  errors: Record<string, string>;
  cancel: string;
}) {
  const t = useTexts().publication;
  const typed: Record<string, string> = refused?.typed ?? {};
  return (
    <Form>
      <PicturesToShow initiatives={initiatives} {...(refused ? asSent(refused.lists) : asBefore(initiatives))} />
      <Radios
        name="when"
        legend={t.when}
        value={typed["when"]}
        error={errors["when"]}
        options={[
          { value: "now", label: t.now },
          { value: "later", label: t.later, hint: t.zone(zone) },
        ]}
      />
      <TextInput
        name="date"
        type="date"
        label={t.date}
        value={typed["date"]}
        error={errors["date"]}
        width="medium"
        optional
      />
      <TextInput
        name="time"
        label={t.time}
        hint={t.timeHint}
        value={typed["time"]}
        error={errors["time"]}
        width="short"
        optional
      />
      <Buttons>
        <Button kind="danger">{t.button}</Button>
        <LinkButton kind="secondary" href={cancel}>
          {t.cancel}
        </LinkButton>
      </Buttons>
    </Form>
  );
}
