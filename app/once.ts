/** Makes something once, however many ask for it; where that failed, whoever asks next has it made anew. */
export function once<Made>(make: () => Promise<Made>): () => Promise<Made> {
  let made: Promise<Made> | null = null;
  const anew = (error: unknown): never => {
    made = null;
    throw error;
  };
  return () => (made ??= make().catch(anew));
}
