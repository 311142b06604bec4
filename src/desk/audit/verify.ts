import { type ChainedEvent, chainHash, chainStart } from '../../store/chain.ts';
import { readChain, type StoredChainLink } from '../../store/events.ts';
import type { PrismaClient } from '../../store/generated/client.ts';
import { type AuditReport, auditEach, type Finding, type StreamHead } from './walk.ts';

/** Recomputes every hash chain of the database: finds each event that was changed, dropped or moved, and names it. */
export async function verifyRecord(db: PrismaClient, deskId: number | null): Promise<AuditReport> {
  return auditEach(db, deskId, async (id, head) => {
    const links = await readChain(db, id, head.stream);
    return { events: links.length, findings: verifyStream(id, head, links) };
  });
}

/** One stream against its own hashes and the head that its row keeps. Exported for the tests of what it finds. */
function verifyStream(
  deskId: number,
  head: StreamHead,
  links: readonly StoredChainLink[],
): readonly Finding[] {
  const { stream } = head;
  const findings: Finding[] = [];
  const found = (seq: number, words: string) =>
    findings.push({ stream, seq, words: `${stream} event ${seq} ${words}` });
  const bySeq = new Map(links.map((link) => [link.seq, link]));
  const broken: StoredChainLink[] = [];
  for (let seq = 1; seq <= Math.max(head.seq, links.at(-1)?.seq ?? 0); seq += 1) {
    const link = bySeq.get(seq);
    const before = seq === 1 ? chainStart : bySeq.get(seq - 1)?.hash;
    if (!link) found(seq, 'was dropped');
    else if (seq > head.seq) found(seq, `(${link.type}) was added`);
    // After a gap there is nothing to compute from: the gap itself has been named.
    else if (before !== undefined && chainHash(before, chained(deskId, stream, link)) !== link.hash)
      broken.push(link);
  }
  for (const link of broken) {
    const from = movedFrom(deskId, stream, link, broken, links);
    found(
      link.seq,
      from === null ? `(${link.type}) was changed` : `(${link.type}) was moved here from ${from}`,
    );
  }
  const last = bySeq.get(head.seq);
  if (findings.length === 0 && last && last.hash !== head.hash)
    found(head.seq, `(${last.type}) does not match the head`);
  return findings;
}

/** The place at which a link's hash is right, if it is one of the other broken places. */
function movedFrom(
  deskId: number,
  stream: string,
  link: StoredChainLink,
  broken: readonly StoredChainLink[],
  links: readonly StoredChainLink[],
): number | null {
  const hashes = [chainStart, ...links.map(({ hash }) => hash)];
  const place = broken.find(
    ({ seq }) =>
      seq !== link.seq &&
      hashes.some((before) => chainHash(before, chained(deskId, stream, { ...link, seq })) === link.hash),
  );
  return place?.seq ?? null;
}

function chained(deskId: number, stream: string, link: StoredChainLink): ChainedEvent {
  const { hash: _, ...event } = link;
  return { deskId, stream, ...event };
}
