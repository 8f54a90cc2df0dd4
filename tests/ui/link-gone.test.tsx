import { expect, it } from "vitest";
import { LinkGone } from "#app/ui/link-gone.tsx";
import { render, words } from "./render.tsx";

it("sends nobody without an account to sign in or to set a password", () => {
  const signing = render(<LinkGone of="signing" />);
  expect(words(signing)).toContain("ask the team that wrote to you for a new link");
  expect(signing).not.toMatch(/href="\/(sign-in|reset)"/);
});

it("tells by the kind of letter whom to ask for a new one", () => {
  const account = render(<LinkGone of="account" />);
  expect(account).toContain('href="/sign-in"');
  expect(account).toContain('href="/reset"');
  const invitation = render(<LinkGone of="invitation" />);
  expect(words(invitation)).toContain("ask whoever invited you to send it again");
  expect(invitation).not.toContain('href="/reset"');
});
