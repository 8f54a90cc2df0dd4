import type { ReactNode } from "react";
import { formatBytes } from "#app/i18n/format.ts";
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
  href: string;
  /** A smaller picture to show instead of the file itself. */
  previewHref?: string | undefined;
  status: AttachmentStatus;
  /** What is wrong with it, as a sentence. */
  problem?: string | undefined;
  /** The page that asks whether to remove it; absent where it cannot be removed. */
  removeAction?: string | undefined;
};

const TONES: Record<AttachmentStatus, Tone> = { uploading: "progress", checking: "progress", ready: "done", refused: "danger" };

/**
 * Files of an entry. Pictures open in place; with `inPlace` documents do too, for those who came to read them. Without JavaScript a browser
 * fetches what opens in place at once, so nobody else's page carries it.
 */
export function AttachmentList({ items, inPlace = false }: { items: AttachmentItem[]; inPlace?: boolean }) {
  const t = useTexts().ui.files;
  if (items.length === 0) return <p className="muted">{t.none}</p>;
  return <ul className="attachments">{items.map((item) => <Attachment key={item.id} {...item} inPlace={inPlace} />)}</ul>;
}

function Attachment({ name, contentType, size, caption, href, previewHref, status, problem, removeAction, inPlace }: AttachmentItem & { inPlace: boolean }) {
  const [t, locale] = [useTexts().ui.files, useLocale()];
  const ready = status === "ready";
  return (
    <li className="attachment">
      <div className="attachment-head">
        <p className="attachment-name">
          {ready ? <a href={href} download=""><bdi>{name}</bdi></a> : <bdi>{name}</bdi>}
          <span className="attachment-facts">{kindOf(contentType)}, {formatBytes(size, locale)}</span>
        </p>
        {ready && !removeAction ? null : <Tag tone={TONES[status]}>{t.status[status]}</Tag>}
        {removeAction ? (
          <a href={removeAction} aria-label={t.removeNamed(name)}>{t.remove}</a>
        ) : null}
      </div>
      {caption ? <div className="attachment-caption">{caption}</div> : null}
      {problem ? <p className="field-error">{problem}</p> : null}
      {ready && (isPicture(contentType) || (inPlace && contentType === "application/pdf")) ? (
        <details>
          <summary>{t.open}<span className="unseen"> {name}</span></summary>
          {isPicture(contentType)
            ? <img src={previewHref ?? href} alt={typeof caption === "string" ? caption : name} loading="lazy" />
            : <iframe src={href} title={name} loading="lazy" />}
        </details>
      ) : null}
    </li>
  );
}

const isPicture = (contentType: string): boolean => /^image\/(jpeg|png|webp)$/.test(contentType);

/** "application/pdf" → "PDF": what people call it. */
function kindOf(contentType: string): string {
  const [, subtype = contentType] = contentType.split("/");
  if (subtype.includes("wordprocessing")) return "DOCX";
  if (subtype.includes("spreadsheet")) return "XLSX";
  if (subtype.includes("presentation")) return "PPTX";
  return subtype.replace(/^x-|\+.*$/g, "").toUpperCase();
}
