/** Plain text as paragraphs: empty lines part them, single line ends stay. */
export function Paragraphs({ text, lang }: { text: string; lang?: string | undefined }) {
  return (
    <>
      {text
        .split(/\n{2,}/)
        .filter(Boolean)
        .map((part, index) => (
          <p key={index} lang={lang} dir="auto" className="written">
            {part}
          </p>
        ))}
    </>
  );
}
