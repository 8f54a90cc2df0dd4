import { expect, it } from "vitest";
import { textsOf } from "#app/i18n/texts.ts";
import { EachPicture, Picture } from "#app/ui/pictures.tsx";
import { render } from "./render.tsx";

const bare = { id: "p1", caption: "", credit: "", rights: "", asked: { en: "Pictures", "zh-Hans": "图片" } };
const told = textsOf("en").publication.pictures.undescribed;

it("E13: a picture that nobody described goes by its question and its initiative, in the reader's language", () => {
  expect(render(<Picture of={bare} title="Night benches" src="/p" />, "en")).toContain('alt="Pictures: Night benches"');
  expect(render(<Picture of={bare} title="Night benches" src="/p" />, "zh-Hans")).toContain(
    'alt="图片：Night benches"',
  );
  const described = { ...bare, caption: "A bench in the rain" };
  expect(render(<Picture of={described} title="Night benches" src="/p" />, "en")).toContain(
    'alt="A bench in the rain"',
  );
});

it("E13: whoever publishes is told which pictures nobody described", () => {
  const shown = (caption: string) =>
    render(
      <EachPicture
        initiatives={[{ entryId: "e1", cityName: "Kampala", title: "Benches", pictures: [{ ...bare, caption }] }]}
        hint=""
      >
        {() => null}
      </EachPicture>,
      "en",
    );
  expect(shown("")).toContain(told);
  expect(shown("A bench")).not.toContain(told);
});
