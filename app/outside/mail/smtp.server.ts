import { createTransport } from "nodemailer";
import { type Post, withoutLineEnds } from "./letter.ts";

const LONGEST_WAIT = 10_000;

/** Sends through a mail server, one connection a letter. `host` is the right-hand side of each Message-ID. */
export function openSmtp(url: string, from: string, host: string): Post {
  const transport = createTransport({
    url,
    connectionTimeout: LONGEST_WAIT,
    greetingTimeout: LONGEST_WAIT,
    socketTimeout: LONGEST_WAIT,
    dnsTimeout: LONGEST_WAIT,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ id, to, subject, text, enclosures = [] }) {
      await transport.sendMail({
        from,
        to: { name: "", address: withoutLineEnds(to) },
        subject: withoutLineEnds(subject),
        text,
        attachments: enclosures.map(({ name, contentType, bytes }) => ({
          filename: name,
          contentType,
          content: Buffer.from(bytes),
        })),
        messageId: `<${id}@${host}>`,
        headers: { "Auto-Submitted": "auto-generated" },
      });
    },
    outbox: null,
    close: () => transport.close(),
  };
}
