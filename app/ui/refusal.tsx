import type { RefusalBody } from "#app/http/refusal-body.ts";
import { formatBytes } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { Button, Form, Hidden } from "./form.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { ProblemPage, problemStatus } from "./problem.tsx";
import { wayBack } from "./way-back.ts";

export type RefusalPageProps = {
  status: number;
  problem: Partial<RefusalBody> | undefined;
  /** What was asked for, with its query. */
  path: string;
  /** The reader's own parts of the portal. */
  nav: { href: string; label: string }[];
};

/** Why the portal refused, where to go from here, and what was typed; after a lost session, the same form once more. */
export function RefusalPage({ status, problem = {}, path, nav }: RefusalPageProps) {
  const [t, locale] = [useTexts(), useLocale()];
  const own: Partial<Record<string, string>> = {
    ...t.refusals,
    stale: t.frame.stale,
    invalid: t.frame.invalid,
    "too-big": isUpload(path) ? t.frame.tooBigFiles : t.frame.tooBig,
    "too-long": t.frame.tooLong,
    "other-site": t.frame.otherSite,
    "sign-in": problem.again ? t.frame.signInAgain : problem.file ? t.frame.signInFile : t.frame.signIn,
    "other-writer": t.frame.otherWriter,
    "not-found": t.frame.notFound,
  };
  return (
    <ProblemPage
      status={problemStatus(status)}
      typed={useTyped(problem)}
      ways={useWays(status, problem, path, nav)}
      safe={problem.because !== "database-restored"}
    >
      {problem.most ? <p>{t.frame.takes(formatBytes(problem.most, locale))}</p> : null}
      {own[problem.because ?? ""] ? <p>{own[problem.because ?? ""]}</p> : null}
      {status === 401 ? <SignInAgain {...problem} path={path} /> : null}
    </ProblemPage>
  );
}

/** The page that only sends files of an entry: whoever is on it has saved what they had typed. */
const isUpload = (path: string): boolean => /^\/entries\/[^/]+\/attachments\?/.test(path);

/**
 * Signing in happens in another tab, with whatever it takes; the form waits here and is then sent exactly as it was.
 */
function SignInAgain({ again, writer = "", path }: Partial<RefusalBody> & { path: string }) {
  const t = useTexts();
  const signIn = `/sign-in?next=${encodeURIComponent(path)}`;
  if (!again)
    return (
      <p>
        <a href={signIn}>{t.ui.signIn}</a>
      </p>
    );
  return (
    <>
      <p>
        <a href={signIn} target="_blank" rel="noopener">
          {t.ui.autosave.signIn}
        </a>
      </p>
      <Form action={path} writer={writer}>
        {Object.entries(again).flatMap(([name, values]) =>
          values.map((value, index) => <Hidden key={name + String(index)} name={name} value={value} />),
        )}
        <Button>{t.frame.sendAgain}</Button>
      </Form>
    </>
  );
}

/**
 * Where what is lacking can be had; the page above, or the reader's part of the portal that the address belongs to.
 */
function useWays(
  status: number,
  { because }: Partial<RefusalBody>,
  path: string,
  nav: RefusalPageProps["nav"],
): { href: string; label: string }[] {
  const { frame: t, ui, entry } = useTexts();
  const lacking = because === "email-not-confirmed" ? [{ href: "/account", label: ui.account }] : [];
  const again = status === 413 && isUpload(path) ? [{ href: path, label: entry.files.add }] : [];
  const above = [403, 409, 413, 422, 429].includes(status) ? wayBack(path) : null;
  const area = nav.find(({ href }) => path.startsWith(href)) ?? nav.find(({ href }) => href !== "/archive");
  return [
    ...lacking,
    ...again,
    ...(above ? [{ href: above.href, label: t.ways[above.kind] }] : []),
    ...(area ? [area] : []),
  ];
}

/** What hidden fields and buttons carry. */
const MACHINERY =
  /^(version\b|v\.)|^(stay|find|more|attach|file|shown|list|accountId|entryId|by|step|kind|vote|present|decision|preview|send)$/;
const IDENTIFIER = /^[0-9a-f]{8}-[0-9a-f-]{27}$|^[0-9a-f]{64}$/;

/** What a person wrote, under the name of its field; without what the form itself carried along. */
function useTyped({ typed = {}, labels = {} }: Partial<RefusalBody>): { label: string; value: string }[] {
  const [t, locale] = [useTexts().frame, useLocale()];
  const known = new Map(Object.entries(t.fields));
  const words = Object.entries(typed).filter(
    ([name, value]) => value.trim() && !MACHINERY.test(name) && !IDENTIFIER.test(value),
  );
  return words.map(([name, value], index) => {
    const question = labels[/^q\.[^.]+/.exec(name)?.[0] ?? ""];
    return { label: question ? say(question, locale) : (known.get(name) ?? t.fieldAt(String(index + 1))), value };
  });
}
