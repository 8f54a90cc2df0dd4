/** Who was not heard of for longer than this has gone, in milliseconds. */
export const PRESENT_FOR = 90_000;

/** A colleague, and the section they are in. */
export type Present = { name: string; sectionKey: string };
