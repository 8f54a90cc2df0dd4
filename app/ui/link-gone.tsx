import { Buttons, LinkButton } from "./form.tsx";
import { useTexts } from "./locale.tsx";
import { Page } from "./page.tsx";

/** Whoever signs for a city has no account. */
type Signing = { of: "signing"; signedIn?: false };

/**
 * A mailed link that leads nowhere any more, and what to do by the kind of letter it came in. Reads the same whether it
 * was used, has expired or was never made. Who is signed in is led to their work by the page for signing in.
 */
export function LinkGone({ of, signedIn }: { of: "account" | "invitation"; signedIn: boolean } | Signing) {
  const { account, ui } = useTexts();
  const t = account.linkGone;
  return (
    <Page title={t.title} width="text">
      <p>{t.body}</p>
      <p>{signedIn ? t.signedIn[of] : t.now[of]}</p>
      <Buttons>
        {of === "signing" ? (
          <LinkButton kind="secondary" href="/">
            {ui.problems.home}
          </LinkButton>
        ) : (
          <LinkButton href="/sign-in">{signedIn ? t.goOn : account.signIn.title}</LinkButton>
        )}
      </Buttons>
      {of === "account" ? (
        <p>
          <a href="/reset">{t.reset}</a>
        </p>
      ) : null}
    </Page>
  );
}
