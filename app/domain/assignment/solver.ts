import loadHighs, { type Highs } from "highs";
import { once } from "#app/once.ts";

/** The solver, loaded once per thread. It blocks the thread it runs on. */
export const solver = once((): Promise<Highs> => loadHighs());

/** Name and version of what proves the plans: recorded with each, because another version may break ties otherwise. */
export const nameOf = ({ version }: Highs): string => `HiGHS ${version.string}`;
