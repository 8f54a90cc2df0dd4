import type { Locator, Page } from "@playwright/test";

const MOST_STEPS = 120;

/**
 * Goes on with the Tab key alone until `target` has the focus, and looks at every step whether one can see where one
 * is.
 */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let step = 0; step < MOST_STEPS; step += 1) {
    await page.keyboard.press("Tab");
    if (!(await page.evaluate(hasVisibleFocus)))
      throw new Error(
        `the focus cannot be seen on ${await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 120))}`,
      );
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`${target} is not reached with ${MOST_STEPS} steps of the Tab key`);
}

/**
 * An outline or a shadow of at least two pixels on the control, its label or the box around it, and nothing in front of
 * it.
 */
function hasVisibleFocus(): boolean {
  const active = document.activeElement;
  if (!active || active === document.body) return true; // between the page and the browser's own controls
  const marked = (element: Element | null | undefined) => {
    if (!element) return false;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return (outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2) || boxShadow !== "none";
  };
  const box = active.getBoundingClientRect();
  const inView = box.bottom > 0 && box.top < innerHeight;
  return inView && (marked(active) || marked(active.closest("label, .choice")) || marked(active.nextElementSibling));
}

/** Follows a link or sends a form, and waits for the page it leads to. */
export async function press(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  const here = page.url();
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.href !== here);
}
