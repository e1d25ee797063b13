/** Texts that go through the translator: calls of `__` and `_n` in the sources, and what people read of the schemas. */
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

/**
 * @typedef {object} Message
 * @property {string} context - empty in sources; JupyterLab's own for settings
 * @property {string} text
 * @property {string | null} plural
 * @property {readonly string[]} places - files, in order
 */

/** As in `src/plugin/schema-words.ts`: the place in the schema, and the context there. */
const SCHEMA_PLACES = [
  [/^(title|description)$/, 'schema'],
  [/\/(title|description)$/, 'settings'],
  [/^jupyter\.lab\.setting-icon-label$/, 'settings'],
  [/^jupyter\.lab\.menus\/.*\/label$/, 'menu']
];

/**
 * Every text of the front end.
 * @returns {{ messages: Message[], faults: string[] }} sorted; faults are calls whose text is not written out
 */
export function findMessages(root) {
  const known = new Map();
  const faults = [];
  const add = (place, text, { context = '', plural = null } = {}) => {
    const key = `${context}\u0004${text}`;
    const message = known.get(key) ?? { context, text, plural, places: [] };
    if (plural !== null && (message.plural ?? plural) !== plural) {
      faults.push(`${place}: “${text}” has another plural elsewhere, “${message.plural}”`);
    }
    message.plural ??= plural;
    if (!message.places.includes(place)) {
      message.places.push(place);
    }
    known.set(key, message);
  };
  for (const path of filesBelow(join(root, 'src'), /(?<!\.test)\.tsx?$/)) {
    const place = relative(root, path);
    const source = ts.createSourceFile(
      path,
      readFileSync(path, 'utf8'),
      ts.ScriptTarget.Latest,
      true
    );
    visitCalls(source, (name, call, given) => {
      const texts = given.slice(0, name === '_n' ? 2 : 1);
      if (texts.length > 0 && texts.every(ts.isStringLiteralLike)) {
        add(place, texts[0].text, { plural: texts[1]?.text ?? null });
      } else {
        faults.push(`${place}: ${call.getText()} has a text that is not written out`);
      }
    });
  }
  for (const path of filesBelow(join(root, 'schema'), /\.json$/)) {
    visitTexts(JSON.parse(readFileSync(path, 'utf8')), [], (place, text) => {
      const [, context] = SCHEMA_PLACES.find(([pattern]) => pattern.test(place)) ?? [];
      if (context !== undefined && text !== '') {
        add(relative(root, path), text, { context });
      }
    });
  }
  const messages = [...known.values()].sort((a, b) => order(sortKey(a), sortKey(b)));
  return { messages, faults };
}

/** `%1`, `%2` … of a text, sorted. */
export function placeholders(text) {
  return [...new Set(text.match(/%\d/g))].sort();
}

function filesBelow(folder, pattern) {
  return readdirSync(folder, { recursive: true })
    .filter(name => pattern.test(name))
    .sort()
    .map(name => join(folder, name));
}

/** Calls of the translator, and `trans._n.bind(trans, …)`, which is called later. */
function visitCalls(node, onCall) {
  if (isTranslator(node)) {
    const { parent } = node;
    const isBound = ts.isPropertyAccessExpression(parent) && parent.name.text === 'bind';
    const call = isBound ? parent.parent : parent;
    const given = ts.isCallExpression(call) ? call.arguments.slice(isBound ? 1 : 0) : [];
    onCall(node.name.text, call, given);
  }
  ts.forEachChild(node, child => visitCalls(child, onCall));
}

function isTranslator(node) {
  return ts.isPropertyAccessExpression(node) && ['__', '_n'].includes(node.name.text);
}

function visitTexts(value, path, onText) {
  if (typeof value === 'string') {
    onText(path.join('/'), value);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, each] of Object.entries(value)) {
      visitTexts(each, [...path, key], onText);
    }
  }
}

function sortKey({ context, places, text }) {
  return [context, places[0], text].join('\u0000');
}

function order(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
