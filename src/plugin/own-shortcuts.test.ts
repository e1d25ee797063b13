import { fireEvent } from '@testing-library/dom';
import { CommandRegistry } from '@lumino/commands';
import { runShortcut } from './own-shortcuts';

const root = document.createElement('div');
root.className = 'vp-Curator';
const notebook = document.createElement('div');
notebook.className = 'jp-Notebook';
notebook.append(root);
document.body.append(notebook);

test('a shortcut bound to a curator runs in it, one of the notebook around it does not', () => {
  const commands = new CommandRegistry();
  const ran: string[] = [];
  const bind = (command: string, keys: string[], selector: string): void => {
    const describedBy = { args: { type: 'object', properties: {} } };
    commands.addCommand(command, { describedBy, execute: () => ran.push(command) });
    commands.addKeyBinding({ command, keys, selector });
  };
  bind('lasso', ['F9'], '.vp-Curator');
  bind('brush', ['Ctrl Shift 1'], '.jp-Notebook .vp-Curator');
  bind('delete-cell', ['F8'], '.jp-Notebook');
  bind('two-strokes', ['F7', 'F7'], '.vp-Curator');
  const results: boolean[] = [];
  root.addEventListener('keydown', event => results.push(runShortcut(commands, root, event)));
  fireEvent.keyDown(root, { key: 'F9', keyCode: 120 });
  fireEvent.keyDown(root, { key: '!', keyCode: 49, ctrlKey: true, shiftKey: true });
  fireEvent.keyDown(root, { key: 'F8', keyCode: 119 });
  fireEvent.keyDown(root, { key: 'F7', keyCode: 118 });
  expect(results).toEqual([true, true, false, false]);
  expect(ran).toEqual(['lasso', 'brush']);
});
