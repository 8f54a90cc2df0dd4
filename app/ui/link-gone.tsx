import { LinkButton } from "./form.tsx";
import { useTexts } from "./locale.tsx";
import { Page } from "./page.tsx";

/** A mailed link that leads nowhere any more. Reads the same whether it was used, has expired or was never made. */
export function LinkGone() {
  const { linkGone: t, signIn } = useTexts().account;
  return (
    <Page title={t.title} width="text">
      <p>{t.body}</p>
      <p>
        <LinkButton href="/sign-in">{signIn.title}</LinkButton>
      </p>
      <p>
        <a href="/reset">{t.reset}</a>
      </p>
    </Page>
  );
}
