import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';

// Node has it; only the browser's type library describes it. What is used here:
declare const WebAssembly: {
  instantiate(
    module: Uint8Array,
    imports: Record<string, unknown>,
  ): Promise<{ instance: { exports: { __wbindgen_start(): void } } }>;
};

/** Prisma's schema engine on a database. */
export async function openSchemaEngine(adapter: SqlMigrationAwareDriverAdapterFactory) {
  // The bindings hold one instance of the WebAssembly, so a second load would break engines already open.
  loaded ??= load();
  await loaded;
  const discardLog = () => undefined;
  const boundAdapter = bindMigrationAwareSqlAdapterFactory(adapter);
  return await bindings.SchemaEngine.new({ datamodels: undefined }, discardLog, boundAdapter);
}

let loaded: Promise<void> | undefined;

/** The package's own entry imports the .wasm file as a module, which Node does not do without a flag. */
async function load(): Promise<void> {
  const script = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const code = await readFile(script.replace(/\.js$/, '.wasm'));
  const imports = Object.entries(bindings).map(([name, value]) =>
    name.startsWith('__wbg_setTimeout_') ? [name, timerThatLetsGo] : [name, value],
  );
  const { instance } = await WebAssembly.instantiate(code, {
    './schema_engine_bg.js': Object.fromEntries(imports),
  });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
}

/** The engine forgets its timer for the lock, which would keep a process that is done for ten more seconds. */
const timerThatLetsGo = (callback: () => void, ms: number) => setTimeout(callback, ms).unref();
