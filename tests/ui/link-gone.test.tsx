import { expect, it } from "vitest";
import { LOCALES } from "#app/i18n/locales.ts";
import { textsOf } from "#app/i18n/texts.ts";
import { LinkGone } from "#app/ui/link-gone.tsx";
import { render, words } from "./render.tsx";

it("sends nobody without an account to sign in or to set a password", () => {
  const signing = render(<LinkGone of="signing" />);
  expect(words(signing)).toContain("ask the team that wrote to you for a new link");
  expect(signing).not.toMatch(/href="\/(sign-in|reset)"/);
});

it("tells by the kind of letter whom to ask for a new one", () => {
  const account = render(<LinkGone of="account" signedIn={false} />);
  expect(account).toContain('href="/sign-in"');
  expect(account).toContain('href="/reset"');
  const invitation = render(<LinkGone of="invitation" signedIn={false} />);
  expect(words(invitation)).toContain("ask whoever invited you to send it again");
  expect(invitation).not.toContain('href="/reset"');
});

it.each(["account", "invitation"] as const)("asks nobody to sign in who is signed in: %s", (of) => {
  for (const locale of LOCALES) {
    const [page, t] = [render(<LinkGone of={of} signedIn />, locale), textsOf(locale).account];
    expect(words(page)).toContain(t.linkGone.signedIn[of]);
    expect(words(page)).toContain(t.linkGone.goOn);
    expect(words(page)).not.toContain(t.linkGone.now[of]);
    expect(page).not.toContain(`>${t.signIn.title}</a>`);
  }
});
