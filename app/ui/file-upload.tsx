import type { ReactNode } from "react";
import { acceptOf, type Slot } from "#app/domain/attachment/rules.ts";
import { formatBytes, formatList, formatNumber } from "#app/i18n/format.ts";
import type { Texts } from "#app/i18n/texts.ts";
import { kindsOf } from "#app/outside/files/files.ts";
import { FileInput } from "./form.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { About } from "./wording.tsx";

export type UploadProblem = keyof Texts["question"]["problems"];

const PROBLEMS: Record<UploadProblem, true> = {
  "wrong-type": true,
  "too-big": true,
  empty: true,
  broken: true,
  "password-protected": true,
  "too-many-pixels": true,
  macros: true,
  embedded: true,
  "archive-bomb": true,
  "too-complex": true,
  "no-room": true,
  missing: true,
  interrupted: true,
};

export function isUploadProblem(code: string | null): code is UploadProblem {
  return code !== null && Object.hasOwn(PROBLEMS, code);
}

/**
 * The choice of files for a question. With JavaScript they go at once, with progress, and carry on after a lost line;
 * `children` is what does it by hand, and goes when that script has come. A choice that `waits` for it is out of sight
 * until then.
 */
export function FileUpload({
  entryId,
  questionKey,
  name,
  slot,
  error,
  waits = false,
  children,
}: {
  entryId: string;
  questionKey: string;
  name: string;
  slot: Slot;
  error?: string | undefined;
  waits?: boolean | undefined;
  children: ReactNode;
}) {
  const [t, locale] = [useTexts(), useLocale()];
  const accepted = t.question.files(
    formatList(kindsOf(slot.types), locale),
    formatBytes(slot.maxBytes, locale),
    formatNumber(slot.maxCount, locale),
  );
  const said = Object.fromEntries(
    Object.entries({ ...t.question.problems, ...t.attachment.upload, "sign-in": t.ui.autosave.signIn }).map(
      ([code, sentence]) => [`data-text-${code}`, sentence],
    ),
  );
  return (
    <div
      data-upload=""
      data-entry={entryId}
      data-question={questionKey}
      data-max={slot.maxBytes}
      data-accept={acceptOf(slot)}
      data-list={`files.${questionKey}`}
      {...said}
    >
      <div hidden={waits} data-by-script="">
        <FileInput
          name={`file.${questionKey}`}
          label={
            <>
              {t.entry.files.add}
              <About>{name}</About>
            </>
          }
          hint={accepted}
          error={error}
          accept={acceptOf(slot)}
          multiple={slot.maxCount > 1}
        />
      </div>
      <div data-by-hand="">{children}</div>
    </div>
  );
}
