import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Workspace, WorkspaceOptions } from './workspace.ts';

const manifestSchema = z.object({
  features: z.object({
    shortcuts: z.array(
      z.object({ name: z.string(), type: z.enum(['global', 'message']), callback_id: z.string() }),
    ),
    slash_commands: z.array(z.object({ command: z.string() })),
  }),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
});

/**
 * What the app's manifest asks Slack for. The local workspace grants this and no more, so a method that the manifest
 * forgot a scope for fails here as it would there.
 */
export function readManifest(): {
  options: Required<Pick<WorkspaceOptions, 'scopes' | 'commands'>>;
  registerShortcuts(workspace: Workspace): void;
} {
  const file = new URL('../../manifests/socket-mode.json', import.meta.url);
  const { features, oauth_config } = manifestSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  return {
    options: {
      scopes: oauth_config.scopes.bot,
      commands: features.slash_commands.map(({ command }) => command),
    },
    registerShortcuts: (workspace) =>
      workspace.registerShortcuts(
        features.shortcuts.map(({ name, type, callback_id }) => ({ name, type, callbackId: callback_id })),
      ),
  };
}
