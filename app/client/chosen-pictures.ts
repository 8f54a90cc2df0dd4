import { chosenPictures } from "#app/domain/result/chosen.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { isLocale } from "#app/i18n/locales.ts";

/** Keeps the line that says how many pictures a form publishes in step with its boxes. */
export function enhanceChosenPictures(line: HTMLElement): void {
  const [form, sentence] = [line.closest("form"), line.dataset["chosenPictures"]];
  if (!form || !sentence) return;
  const { lang } = document.documentElement;
  const said = (count: number) => formatNumber(count, isLocale(lang) ? lang : "en");
  const valuesOf = (sent: FormData, name: string) => sent.getAll(name).map(String);
  const count = () => {
    const shown = [...form.querySelectorAll<HTMLInputElement>("[name=shown]")].map(({ value }) => value);
    const sent = new FormData(form);
    const chosen = chosenPictures(valuesOf(sent, "shown"), valuesOf(sent, "without")).length;
    const all = chosenPictures(shown, []).length;
    line.textContent = sentence.replace("{published}", said(chosen)).replace("{left}", said(all - chosen));
  };
  form.addEventListener("change", count);
  count(); // of what was ticked before this script came too
}
