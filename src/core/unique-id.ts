/** A name of 128 random bits, in hexadecimal. `crypto.randomUUID` is missing on pages served without TLS, as remote JupyterLabs often are. */
export function uniqueId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}
