// Runs a TypeScript file, which Node 20 can't: node scripts/run-ts.mjs file.ts arguments…
// It calls the function `main` that the file exports. For development only: Vite comes with Vitest.
import { resolve } from 'node:path';
import { createViteServer } from 'vitest/node';

const [file, ...args] = process.argv.slice(2);
if (!file) throw new Error('usage: node scripts/run-ts.mjs file.ts arguments…');

const vite = await createViteServer({
  configFile: false,
  logLevel: 'error',
  appType: 'custom',
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true },
});
const { main } = await vite.ssrLoadModule(resolve(file));
await main(...args);
await vite.close();
