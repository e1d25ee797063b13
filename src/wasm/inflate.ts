/** zlib streams, by the browser's own decoder. */
import { LabellerError } from './ranker';

/**
 * Undo `deflate` (zlib, RFC 1950).
 * @param size - bytes that must come out, or null when unknown.
 * @throws LabellerError with code `data` when the bytes are damaged, of another length, or there is no decoder.
 */
export async function inflateStream(
  bytes: Uint8Array<ArrayBuffer>,
  size: number | null = null
): Promise<Uint8Array<ArrayBuffer>> {
  const inflated = await decompress(bytes);
  if (size !== null && inflated.length !== size) {
    throw dataError(`${inflated.length} bytes`, `${size}`);
  }
  return inflated;
}

async function decompress(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch (cause) {
    throw dataError(`${bytes.length} bytes that cannot be inflated`, 'a zlib stream', cause);
  }
}

export function dataError(found: string, expected: string, cause?: unknown): LabellerError {
  return new LabellerError(
    'data',
    `found ${found}, expected ${expected}`,
    'Reload the page to fetch the volume again.',
    { cause }
  );
}
