/** One weight for each code; the largest code is the largest doubt. */
export function weightsOf(codes) {
  const largest = codes.BYTES_PER_ELEMENT === 1 ? 255 : 65535;
  return Uint32Array.from({ length: largest + 1 }, (_, code) =>
    Math.round((code * 1048575) / largest)
  );
}

export function viewOf(bytes, bits) {
  return bits === 16 ? new Uint16Array(bytes.buffer) : bytes;
}
