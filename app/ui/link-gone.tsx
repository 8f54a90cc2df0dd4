import { Buttons, LinkButton } from "./form.tsx";
import { useTexts } from "./locale.tsx";
import { Page } from "./page.tsx";

/**
 * A mailed link that leads nowhere any more, and what to do by the kind of letter it came in. Reads the same whether it
 * was used, has expired or was never made.
 */
export function LinkGone({ of }: { of: "account" | "invitation" | "signing" }) {
  const { account, ui } = useTexts();
  const t = account.linkGone;
  return (
    <Page title={t.title} width="text">
      <p>{t.body}</p>
      <p>{t.now[of]}</p>
      <Buttons>
        {of === "signing" ? (
          <LinkButton kind="secondary" href="/">
            {ui.problems.home}
          </LinkButton>
        ) : (
          <LinkButton href="/sign-in">{account.signIn.title}</LinkButton>
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
