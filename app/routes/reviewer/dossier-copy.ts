import { recordTaking } from "#app/domain/dossier/commands.server.ts";
import { dossierInput } from "#app/domain/dossier/input.ts";
import { dossierPages, watermarkSheet } from "#app/domain/dossier/pages.ts";
import { dossierOf, filesToTake } from "#app/domain/dossier/queries.server.ts";
import { Invalid } from "#app/domain/errors.ts";
import { sha256 } from "#app/domain/audit/rules.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { TypesettingBusy } from "#app/outside/documents/document.ts";
import { documentName, documentResponse } from "#app/outside/documents/serving.ts";
import { packed } from "#app/outside/packing.server.ts";

/** All of one's entries as a PDF, or that and their files as a ZIP. A POST, because it is put on record. */
export const action = signedIn(async ({ ctx, id, form, locale, visit: { services } }) => {
  const given = parse(await form(), dossierInput);
  if (!given.ok) throw new Invalid(given.errors);
  const { format } = given.value;
  const dossier = await dossierOf(ctx, id("roundId"));
  if (!(await services.limits.mayTake(ctx.actor.id))) throw new TypesettingBusy();
  const source = { ...dossier, reader: ctx.actor.name, at: ctx.now };
  const pdf = await services.documents.pdf(dossierPages(source, locale));
  await recordTaking(ctx, dossier.round.id, {
    format,
    entries: dossier.entries.map((entry) => entry.id),
    sha256: sha256(Buffer.from(pdf)),
  });
  const name = say(dossier.round.name, locale);
  if (format === "pdf") return documentResponse(pdf, documentName("dossier", name, "pdf"), "pdf");
  const watermark = await services.documents.pdf(watermarkSheet(source, locale));
  return documentResponse(
    packed(filesToTake(ctx, services.files, { source, pdf, watermark, locale })),
    documentName("dossier", name, "zip"),
    "zip",
  );
});
