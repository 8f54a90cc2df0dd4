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

function isMet({ dataset: { when = "", is = "[]" } }: HTMLElement): boolean {
  const wanted = JSON.parse(is) as string[];
  const controls = [...document.getElementsByName(when)].filter((control) => !control.closest("[data-when][hidden]"));
  return controls.some((control) => {
    if (control instanceof HTMLInputElement) return control.checked && wanted.includes(control.value);
    return control instanceof HTMLSelectElement && wanted.includes(control.value);
  });
}
