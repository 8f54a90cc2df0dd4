/** The kapok flower, five petals around a star of stamens. Decoration: the name always stands beside it. */
export function Mark() {
  return (
    <svg className="mark" viewBox="-50 -50 100 100" width="32" height="32" aria-hidden="true" focusable="false">
      <g fill="currentColor">
        {[0, 72, 144, 216, 288].map((turn) => (
          <path key={turn} transform={`rotate(${turn})`} d="M0-9C-15-17-22-32-13-43-9-48-4-48 0-45 4-48 9-48 13-43 22-32 15-17 0-9Z" />
        ))}
      </g>
    </svg>
  );
}
