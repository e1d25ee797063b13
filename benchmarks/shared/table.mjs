/** A Markdown table whose columns line up in a terminal too. */
export function table(heads, rows) {
  const cells = [heads, ...rows.map(row => row.map(cell => String(cell ?? '–')))];
  const widths = heads.map((_, column) => Math.max(...cells.map(row => row[column].length)));
  const line = row => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  const [head, ...body] = cells;
  return [line(head), line(widths.map(width => '-'.repeat(width))), ...body.map(line)].join('\n');
}

export const ms = value =>
  value === null || value === undefined
    ? '–'
    : value < 100
      ? value.toFixed(1)
      : String(Math.round(value));
export const seconds = milliseconds =>
  milliseconds === undefined ? '–' : (milliseconds / 1000).toFixed(2);
export const megabytes = bytes =>
  bytes === null || bytes === undefined ? '–' : (bytes / 1e6).toFixed(1);
export const times = ratio => `${ratio < 10 ? ratio.toFixed(1) : Math.round(ratio)} ×`;
