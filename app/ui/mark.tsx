/** The kapok flower, five turning petals around their stamens. Decoration: the name always stands beside it. */
export function Mark() {
  return (
    <svg className="mark" viewBox="-50 -50 100 100" width="32" height="32" aria-hidden="true" focusable="false">
      <g fill="currentColor">
        {[0, 72, 144, 216, 288].map((turn) => (
          <path
            key={turn}
            transform={`rotate(${turn})`}
            d="M-3-11C-17-17-28-30-20-41C-12-50 8-50 14-40C19-31 10-17 3-11C1-9-1-9-3-11Z"
          />
        ))}
        <circle r="4.5" />
      </g>
    </svg>
  );
}
