import { expect, it } from "vitest";
import { cookieIn, ownCookie } from "#app/http/cookies.ts";

const asking = (cookie: string) => new Request("http://portal.example", { headers: { cookie } });

it.each([
  ["sid=a", "a"],
  ["other=1;sid=a=b ; sid=c", "a=b"],
  ["__Host-sid=h; sid=a", "a"],
  ["xsid=1; sid2=2; =; sid", undefined],
  ["%E0%A4%A; sid=%E0%A4%A", "%E0%A4%A"],
  ["", undefined],
])("of the header %j the cookie is %j", (header, value) => {
  expect(cookieIn(asking(header), "sid")).toBe(value);
});

it("by https only a cookie that no other host of the domain can have set counts", () => {
  const [safe, plain] = [
    ownCookie("step", { publicUrl: "https://award.example" }),
    ownCookie("step", { publicUrl: "http://localhost:3000" }),
  ];
  expect(safe.read(asking("step=planted"))).toBe("");
  expect(safe.read(asking("step=planted; __Host-step=own"))).toBe("own");
  expect(plain.read(asking("step=own"))).toBe("own");
  expect(safe.set("x", 60)).toBe("__Host-step=x; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure");
  expect(plain.set("x", 60)).toBe("step=x; Path=/; Max-Age=60; HttpOnly; SameSite=Lax");
});
