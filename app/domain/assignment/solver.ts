import loadHighs, { type Highs } from "highs";

let loaded: Promise<Highs> | undefined;

/** The solver, loaded once per thread. It blocks the thread it runs on. */
export const solver = (): Promise<Highs> => (loaded ??= loadHighs());

/** Name and version of what proves the plans: recorded with each, because another version may break ties otherwise. */
export const nameOf = ({ version }: Highs): string => `HiGHS ${version.string}`;
