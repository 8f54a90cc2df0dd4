/**
 * Completes a form that needs a passkey: asks the server for a challenge, the browser for the passkey, and sends the
 * form as it is. Gives what the form's button does.
 */
export function enhancePasskey(form: HTMLFormElement): () => void | Promise<void> {
  if (window.PublicKeyCredential) return () => complete(form);
  say(form, "textUnsupported");
  return () => form.submit();
}

type Words = "textUnsupported" | "textWaiting" | "textRefused";

function say(form: HTMLFormElement, words: Words): void {
  const line = form.querySelector("[data-passkey-state]");
  if (line) line.textContent = form.dataset[words] ?? "";
}

async function complete(form: HTMLFormElement): Promise<void> {
  const field = form.elements.namedItem("passkey");
  if (!(field instanceof HTMLInputElement)) return;
  say(form, "textWaiting");
  try {
    const answer = await fetch(form.dataset["challenge"] ?? "", {
      method: "POST",
      headers: { accept: "application/json" },
    });
    if (!answer.ok) throw new Error(String(answer.status));
    const options = await answer.json();
    const credential =
      form.dataset["passkey"] === "create"
        ? await navigator.credentials.create({ publicKey: creation(options) })
        : await navigator.credentials.get({ publicKey: request(options) });
    field.value = JSON.stringify(written(credential as PublicKeyCredential));
    form.submit();
  } catch {
    say(form, "textRefused");
  }
}

/** Older browsers have no reader of their own for what the server writes. */
function creation(options: PublicKeyCredentialCreationOptionsJSON): PublicKeyCredentialCreationOptions {
  if (PublicKeyCredential.parseCreationOptionsFromJSON)
    return PublicKeyCredential.parseCreationOptionsFromJSON(options);
  const { challenge, user, excludeCredentials = [], extensions: _, ...rest } = options;
  return {
    ...rest,
    challenge: bytes(challenge),
    user: { ...user, id: bytes(user.id) },
    excludeCredentials: excludeCredentials.map(known),
  } as PublicKeyCredentialCreationOptions;
}

function request(options: PublicKeyCredentialRequestOptionsJSON): PublicKeyCredentialRequestOptions {
  if (PublicKeyCredential.parseRequestOptionsFromJSON) return PublicKeyCredential.parseRequestOptionsFromJSON(options);
  const { challenge, allowCredentials = [], extensions: _, ...rest } = options;
  return {
    ...rest,
    challenge: bytes(challenge),
    allowCredentials: allowCredentials.map(known),
  } as PublicKeyCredentialRequestOptions;
}

const known = ({ id }: PublicKeyCredentialDescriptorJSON): PublicKeyCredentialDescriptor => ({
  type: "public-key",
  id: bytes(id),
});

function written(credential: PublicKeyCredential): unknown {
  if (typeof credential.toJSON === "function") return credential.toJSON();
  const { id, rawId, type, response } = credential;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"] as const;
  const held = response as Partial<Record<(typeof parts)[number], ArrayBuffer | null>>;
  const texts = parts.flatMap((part) => (held[part] ? [[part, text(held[part])]] : []));
  return {
    id,
    rawId: text(rawId),
    type,
    response: Object.fromEntries(texts),
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

const bytes = (words: string) =>
  Uint8Array.from(atob(words.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const text = (buffer: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
