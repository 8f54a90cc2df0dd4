/** Sent with every answer, whatever its status. `uploadHosts` are the cloud's, when files go there. */
export function securityHeaders(publicUrl: string, uploadHosts: readonly string[] = []): Record<string, string> {
  const self = ["'self'", ...uploadHosts].join(" ");
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src ${self} data:`,
    `media-src ${self}`,
    `connect-src ${self}`,
    `frame-src ${self}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    "content-security-policy": policy.join("; "),
    "x-content-type-options": "nosniff",
    // Not "no-referrer": with that browsers send "Origin: null", and every form would be refused.
    "referrer-policy": "strict-origin-when-cross-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
    ...(publicUrl.startsWith("https:") ? { "strict-transport-security": "max-age=31536000" } : {}),
  };
}
