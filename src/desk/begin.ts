import { system } from '../sop/actor.ts';
import { readRemovedMembers } from '../store/desks.ts';
import type { Desk } from './desk.ts';
import { executeOnDesk } from './execute.ts';
import { noteChangedDocuments } from './note-changed-documents.ts';
import { claimRearming, isUnderOtherPack, rearmAll } from './rearm.ts';

/** Arms every ticket and shift under the pack in force, at once and whole: for a desk that nobody works on yet. */
export async function beginUnderPack(desk: Desk): Promise<void> {
  if (!(await isUnderOtherPack(desk))) return;
  await noteChangedDocuments(desk);
  await claimRearming(desk);
  await rearmAll(desk, async () => true);
}

/** The first managers, named by the settings. Whom a manager took off the roster stays off it. */
export async function beginWithManagers(desk: Desk, named: readonly string[]): Promise<void> {
  const removed = new Set(await readRemovedMembers(desk.db, desk.id));
  const userIds = named.filter((userId) => !removed.has(userId));
  await executeOnDesk(desk, { actor: system, requestKey: null }, { type: 'bootstrapManagers', userIds });
}
