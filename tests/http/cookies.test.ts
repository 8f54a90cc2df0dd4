import { expect, it } from "vitest";
import { cookieIn } from "#app/http/cookies.ts";

it.each([
  ["sid=a", "a"],
  ["other=1;sid=a=b ; sid=c", "a=b"],
  ["__Host-sid=h; sid=a", "h"],
  ["xsid=1; sid2=2; =; sid", undefined],
  ["%E0%A4%A; sid=%E0%A4%A", "%E0%A4%A"],
  ["", undefined],
])("of the header %j the cookie is %j", (header, value) => {
  expect(cookieIn(new Request("http://portal.example", { headers: { cookie: header } }), "__Host-sid", "sid")).toBe(
    value,
  );
});
