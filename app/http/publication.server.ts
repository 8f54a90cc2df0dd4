import { chosenPictures } from "#app/domain/result/chosen.ts";
import { publicationInput, readMoment } from "#app/domain/result/input.ts";
import { failed } from "./answers.server.ts";
import { type Form, parse } from "./form.server.ts";

/** When something becomes public and with which pictures, as its form was sent: or the answer to one that cannot be. */
export function readPublication(sent: Form, zone: string, now: Date) {
  const given = parse(sent, publicationInput);
  if (!given.ok) return { ok: false as const, refused: failed(sent, given.errors) };
  const moment = readMoment(given.value, zone, now);
  if (!moment.ok) return { ok: false as const, refused: failed(sent, moment.errors) };
  return { ok: true as const, at: moment.at, pictures: chosenPictures(given.value.shown, given.value.without) };
}
