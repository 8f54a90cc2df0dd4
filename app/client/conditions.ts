/**
 * Questions that depend on another answer of the same page come up, and go, as that answer changes. Without this script
 * they do so after saving.
 */
export function enhanceConditions(root: ParentNode): void {
  const dependents = [...root.querySelectorAll<HTMLElement>("[data-when]")];
  if (dependents.length === 0) return;
  const follow = () => {
    for (const dependent of dependents) dependent.hidden = !isMet(dependent);
  };
  document.addEventListener("change", follow);
  follow();
}

/** Of a question that is answered on another page it stays as it was served. */
function isMet({ hidden, dataset: { when = "", is = "[]" } }: HTMLElement): boolean {
  const wanted = JSON.parse(is) as string[];
  const named = [...document.getElementsByName(when)];
  if (named.length === 0) return !hidden;
  const controls = named.filter((control) => !control.closest("[data-when][hidden]"));
  return controls.some((control) => {
    if (control instanceof HTMLInputElement) return control.checked && wanted.includes(control.value);
    return control instanceof HTMLSelectElement && wanted.includes(control.value);
  });
}
