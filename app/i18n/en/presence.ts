/** Who else is at work on an entry just now. */
export const presence = {
  section: (names: string, several: boolean) => `${names} ${several ? "are" : "is"} in this section`,
  task: (names: string, several: boolean) => `${names} ${several ? "are" : "is"} here now`,
};
