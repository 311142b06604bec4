import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commandTicket } from '../../src/desk/command-ticket.ts';
import { executeOnDesk } from '../../src/desk/execute.ts';
import { strikeClock } from '../../src/desk/strike-clock.ts';
import { takeNext } from '../../src/desk/take-ticket.ts';
import { digestSize } from '../../src/sop/digest.ts';
import { forgetIdleChannels } from '../../src/store/channel-pace.ts';
import { claimDueTicket, claimNextQueued, claimNotices, lockTicket } from '../../src/store/claims.ts';
import { recordRetry, recordSent } from '../../src/store/deliveries.ts';
import { noticesToAdd, redirectWaiting } from '../../src/store/outbox.ts';
import { writeTogether } from '../../src/store/writes.ts';
import { by, inParallel, member, open, type TestDesk, testDesk } from '../desk/support.ts';
import { describeWithPostgres, type TestDatabase, testDatabase } from '../support/database.ts';
import { at, begin, card, deferred, notice, untilSomebodyWaits } from './support.ts';

let held: TestDatabase;
let desk: TestDesk;

const lease = at(600);
const claim = (now = at(1), limit = 10, leaseUntil = lease) =>
  desk.db.$transaction((tx) => claimNotices(tx, desk.id, now, leaseUntil, limit, digestSize));
const add = (...notices: Parameters<typeof noticesToAdd>[1]) =>
  writeTogether(desk.db, noticesToAdd(desk.id, notices, at(0)));
const sent = (one: { id: bigint; channelId: string }, nextSendAt = at(1)) =>
  recordSent(desk.db, {
    id: one.id,
    deskId: desk.id,
    channelId: one.channelId,
    ts: ['1.1'],
    complete: true,
    attempts: 0,
    surface: null,
    posted: null,
    at: at(1),
    nextSendAt,
  });
const seqs = (claimed: readonly { seq: number }[]) => claimed.map(({ seq }) => seq).toSorted((a, b) => a - b);

/** What is claimed one after the other, each sent before the next. */
async function order(): Promise<readonly number[]> {
  const found: number[] = [];
  for (;;) {
    const claimed = await claim();
    if (claimed.length === 0) return found;
    for (const one of claimed) {
      found.push(one.seq);
      await sent(one);
    }
  }
}

function claimsInOrder(several: boolean): void {
  beforeAll(async () => {
    held = await testDatabase({ several });
  });
  afterAll(() => held.close());
  beforeEach(async () => {
    await held.clear();
    desk = await testDesk(held.database, 'T1');
    await desk.db.notice.deleteMany();
    await desk.db.channelPace.deleteMany();
  });

  test('one notice a channel, and none of it until the pace allows', async () => {
    await add(
      notice({ seq: 1 }),
      notice({ seq: 2, lane: 'T-2' }),
      notice({ seq: 3, lane: 'x', channelId: 'C2' }),
    );
    const first = await claim();
    expect(seqs(first)).toEqual([1, 3]);
    expect(await claim()).toEqual([]);
    for (const one of first) await sent(one, at(2));
    expect(await claim(at(1.999))).toEqual([]);
    expect(seqs(await claim(at(2)))).toEqual([2]);
  });

  test('at most as many as are asked for', async () => {
    await add(...[1, 2, 3].map((seq) => notice({ seq, lane: `l${seq}`, channelId: `C${seq}` })));
    expect(await claim(at(1), 2)).toHaveLength(2);
    expect(await claim(at(1), 2)).toHaveLength(1);
  });

  test('in a lane the oldest first, also before an urgent one of the same lane', async () => {
    await add(notice({ seq: 1, urgency: 2 }), notice({ seq: 2, urgency: 0 }), notice({ seq: 3, urgency: 1 }));
    expect(await order()).toEqual([1, 2, 3]);
  });

  test('between lanes of a channel the urgent first, then the older', async () => {
    await add(
      notice({ seq: 1, lane: 'a', urgency: 2 }),
      notice({ seq: 2, lane: 'b', urgency: 1 }),
      notice({ seq: 3, lane: 'c', urgency: 0 }),
      notice({ seq: 4, lane: 'd', urgency: 1 }),
    );
    expect(await order()).toEqual([3, 2, 4, 1]);
  });

  test('what is put off holds up its lane, and nobody else', async () => {
    await add(notice({ seq: 1 }), notice({ seq: 2 }), notice({ seq: 3, lane: 'T-2' }));
    const [first] = await claim();
    if (!first) throw new Error('nothing was claimed');
    await recordRetry(desk.db, {
      id: first.id,
      deskId: desk.id,
      channelId: 'C1',
      uncertain: true,
      error: 'internal_error',
      attempts: first.attempts,
      leaseUntil: first.leaseUntil,
      nextAttemptAt: at(60),
      nextSendAt: at(1),
    });
    expect(await order()).toEqual([3]);
    expect(await claim(at(60))).toMatchObject([{ seq: 1, uncertain: true, attempts: 2 }]);
  });

  test('a channel that is not set keeps its notices until it is', async () => {
    await add(notice({ seq: 1, destination: 'channel:shift', lane: 'channel:shift', channelId: null }));
    expect(await claim()).toEqual([]);
    await desk.db.$transaction((tx) => redirectWaiting(tx, desk.id, 'channel:shift', 'CSHIFT', at(1)));
    expect(await claim()).toMatchObject([{ seq: 1, channelId: 'CSHIFT' }]);
  });

  test('a claim that ran out is claimed again as uncertain, at its instant and not before', async () => {
    await add(notice({ seq: 1 }), notice({ seq: 2 }));
    expect(await claim(at(1), 10, at(31))).toMatchObject([{ seq: 1, uncertain: false, attempts: 1 }]);
    expect(await claim(at(30.999))).toEqual([]);
    expect(await claim(at(31))).toMatchObject([{ seq: 1, uncertain: true, attempts: 2 }]);
  });

  test('a text in pieces stays at the head of its lane until the last piece is sent', async () => {
    await add(notice({ seq: 1 }), notice({ seq: 2 }));
    for (const pieces of [[], ['1.1'], ['1.1', '1.2']]) {
      const [one] = await claim();
      if (!one) throw new Error('nothing was claimed');
      expect(one).toMatchObject({ seq: 1, sentTs: pieces, attempts: 1, uncertain: false });
      await recordSent(desk.db, {
        id: one.id,
        deskId: desk.id,
        channelId: 'C1',
        ts: [...pieces, `1.${pieces.length + 1}`],
        complete: pieces.length === 2,
        attempts: 0,
        surface: null,
        posted: null,
        at: at(1),
        nextSendAt: at(1),
      });
    }
    expect(await order()).toEqual([2]);
  });

  test('an update of a surface that still waits absorbs later ones, and the more urgent wins', async () => {
    await add(card({ seq: 1 }), card({ seq: 2 }));
    await add(card({ seq: 3, urgency: 0 }));
    await add(card({ seq: 4, urgency: 2 }), notice({ seq: 5, lane: 'other' }));
    const rows = await desk.db.notice.findMany({ orderBy: { id: 'asc' } });
    expect(rows.map(({ seq, urgency }) => [seq, urgency])).toEqual([
      [4, 0],
      [5, 1],
    ]);
  });

  test('an update that is being sent absorbs nothing: the next one follows it', async () => {
    await add(card({ seq: 1 }));
    const [first] = await claim();
    await add(card({ seq: 2 }));
    await add(card({ seq: 3 }));
    expect(await desk.db.notice.count()).toBe(2);
    if (first) await sent(first);
    expect(await order()).toEqual([3]);
  });

  test('an update whose send is tried again does not swallow the later one', async () => {
    await add(card({ seq: 1 }));
    const [first] = await claim();
    if (!first) throw new Error('nothing was claimed');
    await add(card({ seq: 2 }));
    await recordRetry(desk.db, {
      id: first.id,
      deskId: desk.id,
      channelId: 'C1',
      uncertain: true,
      error: 'internal_error',
      attempts: first.attempts,
      leaseUntil: first.leaseUntil,
      nextAttemptAt: at(1),
      nextSendAt: at(1),
    });
    expect(await order()).toEqual([1, 2]);
  });

  test('a new tickets channel gets the cards and threads that were never posted; the others stay', async () => {
    await desk.db.surface.create({
      data: { deskId: desk.id, surface: 'T-1/card', channelId: 'COLD', ts: '1.1' },
    });
    const posted = { channelId: 'COLD' };
    const unposted = { stream: 'T-2', lane: 'T-2', channelId: 'COLD' };
    await add(
      card({ seq: 1, ...posted }),
      notice({ seq: 2, ...posted }),
      card({ seq: 3, ...unposted, surface: 'T-2/card' }),
      notice({ seq: 4, ...unposted, destination: 'thread:T-2' }),
      notice({ seq: 5, destination: 'channel:leads', lane: 'channel:leads', channelId: 'CLEADS' }),
      notice({
        seq: 6,
        stream: 'SHIFT-1',
        lane: 'SHIFT-1',
        destination: 'thread:SHIFT-1',
        channelId: 'CSHIFT',
      }),
    );
    const where = async () =>
      (await desk.db.notice.findMany({ orderBy: { seq: 'asc' } })).map(({ channelId }) => channelId);
    await desk.db.$transaction((tx) => redirectWaiting(tx, desk.id, 'channel:tickets', 'CNEW', at(1)));
    expect(await where()).toEqual(['COLD', 'COLD', 'CNEW', 'CNEW', 'CLEADS', 'CSHIFT']);
    await desk.db.$transaction((tx) => redirectWaiting(tx, desk.id, 'channel:shift', 'CNEXT', at(1)));
    expect(await where()).toEqual(['COLD', 'COLD', 'CNEW', 'CNEW', 'CLEADS', 'CNEXT']);
  });
}

describe('claims on the embedded database', () => claimsInOrder(false));

describeWithPostgres('claims on PostgreSQL', () => {
  claimsInOrder(true);

  test('two senders at once claim every notice once, and a channel only one of them', async () => {
    const channels = Array.from({ length: 12 }, (_, index) => `C${index}`);
    await add(
      ...channels.flatMap((channelId) => [1, 2].map((seq) => notice({ seq, channelId, lane: channelId }))),
    );
    const claimed = (await inParallel(4, () => claim(at(1), 12))).flat();
    expect(new Set(claimed.map(({ channelId }) => channelId)).size).toBe(claimed.length);
    expect(claimed.every(({ seq }) => seq === 1)).toBe(true);
  });

  test('a sender does not read a ticket whose update has not been committed yet', async () => {
    await add(card({ seq: 1 }));
    const update = await begin(desk.db);
    await writeTogether(update.tx, noticesToAdd(desk.id, [card({ seq: 2 })], at(0)));
    expect(await claim()).toEqual([]);
    await update.commit();
    expect(await claim()).toMatchObject([{ seq: 2 }]);
  });

  test('an update that comes while its surface is being claimed is a notice of its own', async () => {
    await add(card({ seq: 1 }));
    const claiming = await begin(desk.db);
    expect(await claimNotices(claiming.tx, desk.id, at(1), lease, 10, digestSize)).toMatchObject([
      { seq: 1 },
    ]);
    const adding = add(card({ seq: 2 }));
    await untilSomebodyWaits(desk.db);
    await claiming.commit();
    await adding;
    const rows = await desk.db.notice.findMany({ orderBy: { id: 'asc' } });
    expect(rows.map(({ seq, state }) => [seq, state])).toEqual([
      [1, 'sending'],
      [2, 'pending'],
    ]);
  });

  test('a ticket’s own channel is forgotten when nothing waits for it, and not while somebody writes to it', async () => {
    const toCustomer = (seq: number) =>
      notice({ seq, channelId: `customer:T-${seq}`, lane: `customer:T-${seq}`, destination: 'customer' });
    const channels = async () => {
      const rows = await desk.db.channelPace.findMany();
      return rows.map(({ channelId }) => channelId).toSorted();
    };
    await add(toCustomer(1), toCustomer(2), notice({ seq: 3 }));
    for (const one of await claim()) if (one.seq !== 2) await sent(one);
    await forgetIdleChannels(desk.db, desk.id, at(1));
    expect(await channels()).toEqual(['C1', 'customer:T-1', 'customer:T-2']);
    await forgetIdleChannels(desk.db, desk.id, at(700));
    expect(await channels()).toEqual(['C1', 'customer:T-2']);

    for (const one of await claim(at(601))) await sent(one);
    const writing = await begin(desk.db);
    await writeTogether(writing.tx, noticesToAdd(desk.id, [toCustomer(2)], at(800)));
    const forgetting = forgetIdleChannels(desk.db, desk.id, at(700));
    await untilSomebodyWaits(desk.db);
    await writing.commit();
    await forgetting;
    expect(seqs(await claim(at(801), 10, at(1400)))).toEqual([2]);
  });

  test('a claim that is rolled back was none', async () => {
    await add(notice({ seq: 1 }));
    const claiming = await begin(desk.db);
    await claimNotices(claiming.tx, desk.id, at(1), lease, 10, digestSize);
    await claiming.rollBack();
    expect(await claim()).toMatchObject([{ seq: 1, attempts: 1, uncertain: false }]);
  });

  test('T1-1 who takes next waits for a note on the first ticket rather than get past it', async () => {
    const [first] = [await open(desk), await open(desk)];
    const writing = await begin(desk.db);
    await lockTicket(writing.tx, desk.id, first);
    const taking = takeNext(desk, by('UANA'));
    await untilSomebodyWaits(desk.db);
    await writing.commit();
    expect(await taking).toMatchObject({ kind: 'done', ticket: { number: first } });
  });

  test('T1-1 who takes next while the first is being taken gets the second', async () => {
    const [first, second] = [await open(desk), await open(desk)];
    const taking = await begin(desk.db);
    expect((await claimNextQueued(taking.tx, desk.id))?.state.number).toBe(first);
    await taking.tx.ticket.update({
      where: { deskId_number: { deskId: desk.id, number: first } },
      data: { status: 'open' },
    });
    const next = takeNext(desk, by('UBEN'));
    await untilSomebodyWaits(desk.db);
    await taking.commit();
    expect(await next).toMatchObject({ kind: 'done', ticket: { number: second } });
  });

  test('ESL-1 a replica passes by the ticket that another one is at, whatever it owes', async () => {
    for (const who of ['UANA', 'UBEN']) {
      await open(desk);
      await takeNext(desk, by(who));
      desk.clock.advance(1000);
    }
    desk.clock.advance(60 * 60_000);
    const other = await begin(desk.db);
    expect((await claimDueTicket(other.tx, desk.id, desk.clock.now(), []))?.state.number).toBe(1);
    expect(await strikeClock(desk, [])).toMatchObject({ kind: 'struck', stream: 'T-2' });
    expect(await strikeClock(desk, [])).toEqual({ kind: 'nothingDue' });
    await other.rollBack();
    expect(await strikeClock(desk, [])).toMatchObject({ kind: 'struck', stream: 'T-1' });
  });

  test('AU-5 what happens while the channels are being set goes to the new ones', async () => {
    const number = await open(desk);
    await desk.db.notice.deleteMany();
    const written = deferred<void>();
    const goOn = deferred<void>();
    const setting = executeOnDesk(
      desk,
      by(member('UMAX')),
      { type: 'setChannels', channels: { tickets: 'CNEW' } },
      async (tx) => {
        await redirectWaiting(tx, desk.id, 'channel:tickets', 'CNEW', at(1));
        written.resolve();
        await goOn.promise;
      },
    );
    await written.promise;
    const noting = commandTicket(desk, by('UANA'), number, { type: 'addNote', text: 'n' });
    await untilSomebodyWaits(desk.db);
    goOn.resolve();
    await Promise.all([setting, noting]);
    const rows = await desk.db.notice.findMany();
    expect(rows.map(({ channelId }) => channelId)).toEqual(['CNEW', 'CNEW']);
  });
});
