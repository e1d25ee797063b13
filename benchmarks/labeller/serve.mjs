import { createServer } from 'node:http';
import { extname } from 'node:path';

const TYPES = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm' };
const PAGE = '<!doctype html><title>labeller</title><script src="page.js"></script>';

/** A server of this machine alone. `contentOf` gives what a path without its slash has, or undefined. */
export async function serve(contentOf) {
  const server = createServer(({ url }, response) => {
    const path = url.slice(1);
    if (path === '') {
      response.writeHead(200, { 'Content-Type': 'text/html' }).end(PAGE);
      return;
    }
    let content;
    try {
      content = contentOf(path);
    } catch {
      // No such file.
    }
    const type = TYPES[extname(path)] ?? 'application/octet-stream';
    response.writeHead(content === undefined ? 404 : 200, { 'Content-Type': type }).end(content);
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}
