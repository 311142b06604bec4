import { defineConfig } from 'prisma/config';

// `prisma generate` looks for a schema engine it never runs. Pointing the variable at any executable keeps it
// from trying to download one; the real engine is the WebAssembly build in @prisma/schema-engine-wasm.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
});
