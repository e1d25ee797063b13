/** What stands in the place of a curator: a title, a text, and buttons. Without React, for the part that every page loads. */

export interface NoteButton {
  readonly label: string;
  readonly caption?: string;
  readonly onClick: () => void;
}

export interface Note {
  readonly title: string;
  readonly text: string;
  readonly buttons: readonly NoteButton[];
}

export function makeNote({ title, text, buttons }: Note): HTMLElement {
  const node = document.createElement('div');
  node.className = 'vp-Note';
  node.setAttribute('role', 'note');
  const heading = document.createElement('strong');
  heading.textContent = title;
  const words = document.createElement('p');
  words.textContent = text;
  node.append(heading, words);
  if (buttons.length > 0) {
    const row = document.createElement('div');
    row.className = 'vp-Note-buttons';
    row.append(...buttons.map(makeNoteButton));
    node.append(row);
  }
  return node;
}

export function makeNoteButton({ label, caption, onClick }: NoteButton): HTMLElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'vp-Note-button';
  button.textContent = label;
  button.title = caption ?? '';
  button.addEventListener('click', onClick);
  return button;
}
