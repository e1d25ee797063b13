/** Reads and writes the binary format of WebAssembly (https://webassembly.github.io/spec/core/binary) as far as functions go. */
import { Buffer } from 'node:buffer';

const SECTION = { type: 1, import: 2, function: 3, export: 7, code: 10 };
/** Sections that name no function are copied: memory, globals, data and their number. */
const COPIED = [1, 2, 5, 6, 11, 12];
const FUNCTION_KIND = 0;
const MEMORY_KIND = 2;
/** Flag of a memory that has a most size. */
const HAS_MOST = 1;
const HEAD_BYTES = 8;

/**
 * A module that imports memories and functions: how many of these, its sections, exports and functions. Of a function: its code, its type, how many parameters
 * it has, the types of these and its other locals, where in the code locals are numbered, and which functions are called where.
 */
export function readModule(bytes) {
  const sections = [];
  for (const at = { place: HEAD_BYTES }; at.place < bytes.length;) {
    const id = bytes[at.place++];
    const size = number(bytes, at);
    sections.push({ id, content: bytes.subarray(at.place, at.place + size) });
    at.place += size;
  }
  const unknown = sections.filter(
    ({ id }) => !COPIED.includes(id) && !Object.values(SECTION).includes(id)
  );
  if (unknown.length > 0) {
    throw new Error(
      `Found a section ${unknown[0].id} in the module, expected none that can name functions.`
    );
  }
  const list = (id, read) => readList(sections.find(section => section.id === id).content, read);
  const signatures = list(SECTION.type, readSignature);
  const types = list(SECTION.function, number);
  const functions = list(SECTION.code, (content, at) => readCode(content, at));
  return {
    head: bytes.subarray(0, HEAD_BYTES),
    sections,
    imported: list(SECTION.import, readImport).filter(kind => kind === FUNCTION_KIND).length,
    exports: list(SECTION.export, readExport),
    functions: functions.map((code, f) => readFunction(code, types[f], signatures[types[f]]))
  };
}

/** The bytes of the module with its functions in this order. */
export function writeModule({ head, sections, imported, exports, functions }, order) {
  const rank = Array.from({ length: imported }, (_, f) => f);
  order.forEach((f, place) => (rank[imported + f] = imported + place));
  const content = {
    [SECTION.function]: () => order.map(f => leb(functions[f].type)),
    [SECTION.export]: () =>
      exports.map(({ name, kind, index }) =>
        Buffer.concat([name, Buffer.of(kind), leb(kind === FUNCTION_KIND ? rank[index] : index)])
      ),
    [SECTION.code]: () => order.map(f => sized(writeCode(functions[f], rank)))
  };
  const written = sections.map(({ id, content: old }) => {
    const items = content[id]?.();
    return Buffer.concat([
      Buffer.of(id),
      sized(items ? Buffer.concat([leb(items.length), ...items]) : old)
    ]);
  });
  return Buffer.concat([head, ...written]);
}

function writeCode({ code, calls }, rank) {
  if (calls.length === 0) return code;
  const parts = [];
  let from = 0;
  for (const { start, end, callee } of calls) {
    parts.push(code.subarray(from, start), leb(rank[callee]));
    from = end;
  }
  return Buffer.concat([...parts, code.subarray(from)]);
}

function sized(content) {
  return Buffer.concat([leb(content.length), content]);
}

/** An unsigned number in LEB128. */
function leb(value) {
  const bytes = [];
  for (; value > 127; value >>>= 7) bytes.push((value & 127) | 128);
  return Buffer.of(...bytes, value);
}

function number(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at.place++];
    value |= (byte & 127) << shift;
    if (byte < 128) return value >>> 0;
  }
}

function readList(content, read) {
  const at = { place: 0 };
  return Array.from({ length: number(content, at) }, () => read(content, at));
}

/** How many bytes the parameters have, one each. */
function readSignature(content, at) {
  at.place += 1;
  const parameters = readBytes(content, at);
  readBytes(content, at);
  return parameters;
}

function readBytes(content, at) {
  const count = number(content, at);
  at.place += count;
  return content.subarray(at.place - count, at.place);
}

/** The kind of what is imported, a function or a memory. */
function readImport(content, at) {
  readBytes(content, at);
  readBytes(content, at);
  const kind = content[at.place++];
  if (kind !== FUNCTION_KIND && kind !== MEMORY_KIND) {
    throw new Error(
      `Found an import of kind ${kind} in the module, expected functions and memories.`
    );
  }
  const first = number(content, at);
  if (kind === MEMORY_KIND) {
    number(content, at);
    if (first & HAS_MOST) number(content, at);
  }
  return kind;
}

function readExport(content, at) {
  const start = at.place;
  readBytes(content, at);
  const name = content.subarray(start, at.place);
  return { name, kind: content[at.place++], index: number(content, at) };
}

function readCode(content, at) {
  return Buffer.from(readBytes(content, at));
}

function readFunction(code, type, parameterTypes) {
  const at = { place: 0 };
  const types = [...parameterTypes];
  for (let groups = number(code, at); groups > 0; groups--) {
    const count = number(code, at);
    types.push(...Array(count).fill(code[at.place++]));
  }
  const uses = [];
  const calls = [];
  while (at.place < code.length) {
    const operation = code[at.place++];
    const start = at.place;
    if (operation === 0x10) {
      const callee = number(code, at);
      calls.push({ start, end: at.place, callee });
    } else {
      if (operation >= 0x20 && operation <= 0x22) uses.push(start);
      skipImmediates(operation, code, at);
    }
  }
  // More locals than fit into a byte each keep their numbers.
  const isSmall = types.length < 128;
  return {
    code,
    type,
    parameters: isSmall ? parameterTypes.length : types.length,
    types,
    uses,
    calls
  };
}

/** What follows the opcode, by the format's table of instructions. */
function skipImmediates(operation, code, at) {
  const skip = count => {
    for (let n = 0; n < count; n++) number(code, at);
  };
  if ((operation >= 0x28 && operation <= 0x3e) || operation === 0x11) skip(2);
  else if (operation === 0x0e) skip(number(code, at) + 1);
  else if (operation === 0x1c) skip(number(code, at));
  else if (operation === 0x43) at.place += 4;
  else if (operation === 0x44) at.place += 8;
  else if (operation === 0xfc) skip([2, 1, 2, 1][number(code, at) - 8] ?? 0);
  else if (operation === 0xfd) skipVectorImmediates(number(code, at), skip, at);
  else if (hasNumber(operation)) skip(1);
}

/** Blocks, branches, locals, globals, sizes of memory, whole constants. */
function hasNumber(operation) {
  return (
    (operation >= 0x02 && operation <= 0x04) ||
    operation === 0x0c ||
    operation === 0x0d ||
    (operation >= 0x20 && operation <= 0x24) ||
    (operation >= 0x3f && operation <= 0x42)
  );
}

function skipVectorImmediates(operation, skip, at) {
  const isLaneAccess = operation >= 84 && operation <= 91;
  if (operation <= 11 || operation === 92 || operation === 93 || isLaneAccess) skip(2);
  if (operation === 12 || operation === 13) at.place += 16;
  if (isLaneAccess || (operation >= 21 && operation <= 34)) at.place += 1;
}
