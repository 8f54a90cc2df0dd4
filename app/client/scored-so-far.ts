/** Keeps the line that counts one's scores in step with the sheet. It carries what to say for each count, 0 first. */
export function enhanceScoredSoFar(root: ParentNode): void {
  const line = root.querySelector<HTMLElement>("[data-so-far]");
  if (!line) return;
  const sentences = JSON.parse(line.dataset["soFar"] ?? "[]") as string[];
  const criteria = [...root.querySelectorAll(".criterion")];
  if (criteria.length === 0) return;
  const count = () => {
    line.textContent = sentences[criteria.filter(isScored).length] ?? line.textContent;
  };
  document.addEventListener("change", count);
  count(); // of what was chosen before this script came too
}

const isScored = (criterion: Element): boolean =>
  criterion.querySelector("[name^='score.']:checked, [name^='left-out.']:checked") !== null ||
  Boolean(criterion.querySelector<HTMLInputElement>("[name^='score.']:not([type=radio])")?.value);
