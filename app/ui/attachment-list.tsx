import type { ReactNode } from "react";
import type { ScanState } from "#app/domain/entry/rules.ts";
import { isPicture } from "#app/domain/question/rules.ts";
import { formatBytes, languageName } from "#app/i18n/format.ts";
import { Tag, type Tone } from "./feedback.tsx";
import { useLocale, useTexts } from "./locale.tsx";

export type AttachmentStatus = "uploading" | "checking" | "ready" | "refused";

export type AttachmentItem = {
  id: string;
  name: string;
  contentType: string;
  /** In bytes. */
  size: number;
  caption?: ReactNode;
  /** What a picture shows, for those who do not see it; else its name. */
  alt?: string | undefined;
  href: string;
  /** A smaller picture to show instead of the file itself; of a PDF its first pages. */
  previewHref?: string | undefined;
  status: AttachmentStatus;
  /** False where nobody has looked for viruses. */
  scanned: boolean;
  /** What is wrong with it, as a sentence. */
  problem?: string | undefined;
  /** What the form around it sends as `file` to remove it; absent where it cannot be removed. */
  removeValue?: string | undefined;
};

/** How a file stands by what a virus scanner said. */
export const STATUS: Record<ScanState, AttachmentStatus> = {
  off: "ready",
  clean: "ready",
  waiting: "checking",
  infected: "refused",
};

const TONES: Record<AttachmentStatus, Tone> = {
  uploading: "progress",
  checking: "progress",
  ready: "done",
  refused: "danger",
};

/**
 * Files of an entry. Pictures open in place; with `inPlace` documents do too, for those who came to read them. Without
 * JavaScript a browser fetches what opens in place at once, so nobody else's page carries it.
 */
export function AttachmentList({ items, inPlace = false }: { items: AttachmentItem[]; inPlace?: boolean }) {
  const t = useTexts().ui.files;
  if (items.length === 0) return <p className="muted">{t.none}</p>;
  return (
    <ul className="attachments">
      {items.map((item) => (
        <Attachment key={item.id} {...item} inPlace={inPlace} />
      ))}
    </ul>
  );
}

type Said = {
  credit?: string | undefined;
  rights?: string | undefined;
  language?: string | undefined;
  translationOf?: string | null | undefined;
};

/** What is said of a file, each on a line; `names` of files by id. */
export function FileSaid({
  file: { credit, rights, language, translationOf },
  caption,
  names,
}: {
  file: Said;
  caption: string;
  names: Readonly<Record<string, string>>;
}) {
  const [t, locale] = [useTexts().attachment.said, useLocale()];
  const original = translationOf ? names[translationOf] : undefined;
  const lines = [
    credit && t.credit(credit),
    rights && t.rights(rights),
    language && t.language(languageName(language, locale)),
    original && t.translationOf(original),
  ].filter(Boolean);
  return (
    <>
      {caption ? <p dir="auto">{caption}</p> : null}
      {lines.length > 0 ? (
        <p className="attachment-said">
          {lines.map((line) => (
            <bdi key={line}>{line}</bdi>
          ))}
        </p>
      ) : null}
    </>
  );
}

/** Names of files by id. */
export function namesOf(files: readonly { id: string; name: string }[]): Record<string, string> {
  return Object.fromEntries(files.map(({ id, name }) => [id, name]));
}

function Attachment({
  name,
  contentType,
  size,
  caption,
  alt,
  href,
  previewHref,
  status,
  scanned,
  problem,
  removeValue,
  inPlace,
}: AttachmentItem & { inPlace: boolean }) {
  const [{ files: t, comma }, locale] = [useTexts().ui, useLocale()];
  const ready = status === "ready";
  return (
    <li className="attachment">
      <div className="attachment-head">
        <p className="attachment-name">
          {ready ? (
            <a href={href} download="">
              <bdi>{name}</bdi>
            </a>
          ) : (
            <bdi>{name}</bdi>
          )}
          <span className="attachment-facts">
            <bdi>{kindOf(contentType)}</bdi>
            {comma}
            {[formatBytes(size, locale), scanned ? null : t.notScanned].filter(Boolean).join(comma)}
          </span>
        </p>
        {ready && !removeValue ? null : <Tag tone={TONES[status]}>{t.status[status]}</Tag>}
        {removeValue ? (
          <button className="plain" name="file" value={removeValue} aria-label={t.removeNamed(name)}>
            {t.remove}
          </button>
        ) : null}
      </div>
      {caption ? <div className="attachment-caption">{caption}</div> : null}
      {problem ? <p className="field-error">{problem}</p> : null}
      {ready && (isPicture(contentType) || (contentType === "application/pdf" && (inPlace || previewHref))) ? (
        <details>
          <summary>
            {isPicture(contentType) || inPlace ? t.open : t.firstPages}
            <span className="unseen"> {name}</span>
          </summary>
          {isPicture(contentType) || !inPlace ? (
            <img src={previewHref ?? href} alt={alt ?? name} loading="lazy" />
          ) : (
            <iframe src={href} title={name} loading="lazy" />
          )}
        </details>
      ) : null}
    </li>
  );
}

/** "application/pdf" → "PDF": what people call it. */
function kindOf(contentType: string): string {
  const [, subtype = contentType] = contentType.split("/");
  if (subtype.includes("wordprocessing")) return "DOCX";
  if (subtype.includes("spreadsheet")) return "XLSX";
  if (subtype.includes("presentation")) return "PPTX";
  return subtype.replace(/^x-|\+.*/gs, "").toUpperCase();
}
