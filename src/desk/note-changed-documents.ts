import { z } from 'zod';
import { system } from '../sop/actor.ts';
import { changedDocuments } from '../sop/documents.ts';
import { readPackHash, readPacks } from '../store/desks.ts';
import type { Desk } from './desk.ts';
import { executeOnDesk } from './execute.ts';

/** All that is needed of a pack that may be older than its schema. */
const keptDocuments = z.object({ documents: z.array(z.object({ id: z.string(), version: z.string() })) });

/** DOC-2: a document that comes in another version with a new pack is to be confirmed anew. */
export async function noteChangedDocuments(desk: Desk): Promise<void> {
  const { db, id, sop } = desk;
  const before = await readPackHash(db, id);
  if (before === sop.hash) return;
  const kept = (await readPacks(db)).find(({ hash }) => hash === before);
  const { data } = keptDocuments.safeParse(kept?.content);
  if (!data) return;
  const documents = changedDocuments(data.documents, sop.pack.documents);
  await executeOnDesk(desk, { actor: system, requestKey: null }, { type: 'documentsChanged', documents });
}
