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
  const { readable, writable } = newDecoder();
  const output = size === null ? null : new Uint8Array(size);
  try {
    const [inflated] = await Promise.all([
      output === null ? readAll(readable) : readInto(output, readable),
      write(writable, bytes)
    ]);
    return inflated;
  } catch (cause) {
    throw cause instanceof LabellerError
      ? cause
      : dataError(`${bytes.length} bytes that cannot be inflated`, 'a zlib stream', cause);
  }
}

function newDecoder(): DecompressionStream {
  try {
    return new DecompressionStream('deflate');
  } catch (cause) {
    const message = 'found no DecompressionStream, which inflates blocks';
    throw new LabellerError('data', message, 'Update the browser.', { cause });
  }
}

/** In one piece: the decoder gives its pieces out as it is asked for them. */
async function write(
  writable: DecompressionStream['writable'],
  bytes: Uint8Array<ArrayBuffer>
): Promise<void> {
  const writer = writable.getWriter();
  await writer.write(bytes);
  await writer.close();
}

/** All that comes must fill the buffer, and not a byte more. */
async function readInto(
  output: Uint8Array<ArrayBuffer>,
  readable: DecompressionStream['readable']
): Promise<Uint8Array<ArrayBuffer>> {
  const size = output.length;
  const reader = readable.getReader();
  let length = 0;
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    if (length + piece.value.length > size) {
      reader.cancel().catch(() => undefined);
      throw dataError(`more than ${size} bytes inflated`, `${size}`);
    }
    output.set(piece.value, length);
    length += piece.value.length;
  }
  if (length < size) {
    throw dataError(`${length} bytes inflated`, `${size}`);
  }
  return output;
}

async function readAll(
  readable: DecompressionStream['readable']
): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await new Response(readable).arrayBuffer());
}

function dataError(found: string, expected: string, cause?: unknown): LabellerError {
  return new LabellerError(
    'data',
    `found ${found}, expected ${expected}`,
    'Reload the page to fetch the volume again.',
    { cause }
  );
}
