import { expect, it } from "vitest";
import { CutReads } from "#app/ui/ranking-cut.tsx";
import { render } from "./render.tsx";

it("says beside who could read on how many reviews are awaited, so that nobody asks for one twice unawares", () => {
  const markup = render(
    <CutReads
      roundId="r"
      line={1}
      extra={[{ entryId: "e", reviewer: { id: "a", name: "Sofie de Wit" } }]}
      rows={{ e: { code: "DEMO-1", title: "Public Bike Sharing", reviews: 2, given: 2, assigned: 3 } }}
    />,
  );
  expect(markup.replaceAll(/<[^>]*>/g, " ")).toMatch(/2 of 3\s+Sofie de Wit/);
});
