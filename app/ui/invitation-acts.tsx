import { Button, Buttons } from "./form.tsx";
import { useTexts } from "./locale.tsx";
import { Writer } from "./writer.tsx";

/** An invitation can go out again, under a new link, or be taken back. `here` is its address. */
export function InvitationActs({ email, here }: { email: string; here: string }) {
  const t = useTexts().panel;
  return (
    <Buttons>
      <form method="post" action={`${here}/sending`}>
        <Button kind="quiet" label={t.sendAgainTo(email)}>
          {t.sendAgain}
        </Button>
        <Writer />
      </form>
      <form method="post" action={`${here}/revocation`}>
        <Button kind="quiet" label={t.revokeOf(email)}>
          {t.revoke}
        </Button>
        <Writer />
      </form>
    </Buttons>
  );
}
