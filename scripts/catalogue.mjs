/**
 * The German words: `voxproof/locale/de_DE/LC_MESSAGES/voxproof.po` for people, `voxproof.json` beside it for JupyterLab.
 * `node scripts/catalogue.mjs` takes the texts of the sources into the first and writes the second; with `--check` it only says what is
 * missing or wrong.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findMessages, placeholders } from './messages.mjs';
import { Missing, ROOT, main } from './shell.mjs';

const FOLDER = join(ROOT, 'voxproof', 'locale', 'de_DE', 'LC_MESSAGES');
const PO = join(FOLDER, 'voxproof.po');
const JSON_FILE = join(FOLDER, 'voxproof.json');
const PLURALS = 'nplurals=2; plural=(n != 1);';
const VERSION = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version;

const keyOf = ({ context, text }) => (context === '' ? text : `${context}\u0004${text}`);

/** Translations by key, as lists: one form, or singular and plural. */
function readCatalogue(po) {
  const known = new Map();
  for (const block of po.split(/\n\n+/).slice(1)) {
    const field = name => {
      const [, quoted] = block.match(new RegExp(`^${name} (".*")$`, 'm')) ?? [];
      return quoted === undefined ? null : JSON.parse(quoted);
    };
    const text = field('msgid');
    if (text !== null) {
      const words = [field('msgstr'), field('msgstr\\[0\\]'), field('msgstr\\[1\\]')];
      known.set(
        keyOf({ context: field('msgctxt') ?? '', text }),
        words.filter(each => each !== null)
      );
    }
  }
  return known;
}

/** One entry, in the form of GNU gettext; places are files, since lines change with every edit. */
function entryOf({ context, text, plural, places }, words) {
  const quote = JSON.stringify;
  return [
    ...places.map(place => `#: ${place}`),
    ...(context === '' ? [] : [`msgctxt ${quote(context)}`]),
    `msgid ${quote(text)}`,
    ...(plural === null
      ? [`msgstr ${quote(words[0] ?? '')}`]
      : [
          `msgid_plural ${quote(plural)}`,
          `msgstr[0] ${quote(words[0] ?? '')}`,
          `msgstr[1] ${quote(words[1] ?? '')}`
        ])
  ].join('\n');
}

const HEADER = `# German words of Voxproof. Texts are taken from the sources by scripts/catalogue.mjs; only msgstr is written by hand.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: de_DE\\n"
"Plural-Forms: ${PLURALS}\\n"
"X-Domain: voxproof\\n"`;

function poOf(messages, known) {
  const entries = messages.map(message => entryOf(message, known.get(keyOf(message)) ?? []));
  return `${[HEADER, ...entries].join('\n\n')}\n`;
}

/** As language packs of JupyterLab hold it. */
function jsonOf(messages, known) {
  const head = { domain: 'voxproof', language: 'de-DE', plural_forms: PLURALS, version: VERSION };
  const words = messages.map(message => [keyOf(message), known.get(keyOf(message)) ?? []]);
  return `${JSON.stringify({ '': head, ...Object.fromEntries(words) }, null, 1)}\n`;
}

/** What is wrong with the words of one text; null when nothing is. */
function faultOf(message, words) {
  const forms = message.plural === null ? 1 : 2;
  if (words.length !== forms || words.includes('')) {
    return `“${message.text}” (${message.places[0]}) has no German words`;
  }
  // A singular may leave its number out, in either language.
  const wanted = [message.text, message.plural ?? message.text].map(placeholders);
  const isWrong = words.some((form, place) => {
    const found = placeholders(form).join();
    return ![wanted[place], wanted[1]].some(each => each.join() === found);
  });
  return isWrong
    ? `“${message.text}” (${message.places[0]}) has other placeholders in German: ${words.join(' | ')}`
    : null;
}

function faultsOf({ messages, faults }, known) {
  const wanted = new Set(messages.map(keyOf));
  const wrong = messages.map(message => faultOf(message, known.get(keyOf(message)) ?? []));
  const unused = [...known.keys()].filter(key => !wanted.has(key));
  return [
    ...faults,
    ...wrong.filter(fault => fault !== null),
    ...unused.map(key => `“${key}” is in the catalogue only: run node scripts/catalogue.mjs`)
  ];
}

await main(async () => {
  const found = findMessages(ROOT);
  let known = readCatalogue(readFileSync(PO, 'utf8'));
  const json = jsonOf(found.messages, known);
  if (!process.argv.includes('--check')) {
    writeFileSync(PO, poOf(found.messages, known));
    writeFileSync(JSON_FILE, json);
    known = readCatalogue(readFileSync(PO, 'utf8'));
  }
  const faults = faultsOf(found, known);
  if (readFileSync(JSON_FILE, 'utf8') !== json) {
    faults.push('voxproof.json is not made of voxproof.po: run node scripts/catalogue.mjs');
  }
  if (faults.length > 0) {
    throw new Missing(faults.join('\n'));
  }
  process.stdout.write(`${found.messages.length} texts, all of them in German\n`);
  return 0;
});
