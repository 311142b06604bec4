import { WebAPIHTTPError, WebAPIPlatformError, type WebClient } from '@slack/web-api';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commandTicket } from '../../src/desk/command-ticket.ts';
import { giveUp } from '../../src/desk/give-up.ts';
import { type ClaimedNotice, claimOutbox, outboxIdleFor, setAside } from '../../src/desk/outbox.ts';
import { tellOneByOne } from '../../src/desk/outbox-digest.ts';
import { auditOutbox } from '../../src/desk/self-audit/audit-outbox.ts';
import { doubledOf, expectedMessages, removedOf } from '../../src/desk/self-audit/expected-messages.ts';
import { setChannels } from '../../src/desk/set-channels.ts';
import { strikeClock } from '../../src/desk/strike-clock.ts';
import { sendDigest } from '../../src/jobs/send-digest.ts';
import { sendSlackNotice } from '../../src/jobs/send-slack-notice.ts';
import { sendTakeBack } from '../../src/jobs/take-back.ts';
import { digestSize } from '../../src/sop/digest.ts';
import { by, inParallel, open, type TestDesk, testDesk } from '../desk/support.ts';
import { describeWithPostgres, type TestDatabase, testDatabase } from '../support/database.ts';

const second = 1000;
const hour = 3600 * second;

type Posted = { channel: string; thread: string | null; ts: string; words: string; metadata: unknown };
/** What the next post comes to: taken, taken without an answer, not taken, or refused for good. */
type Mood = 'well' | 'silent' | 'down' | 'refuses digests' | 'takes nothing';

/** A Slack that keeps what it is sent. */
function slack() {
  const posted: Posted[] = [];
  const state = { mood: 'well' as Mood, calls: 0 };
  const postMessage = async (message: Record<string, unknown>) => {
    state.calls += 1;
    const words = JSON.stringify(message.blocks);
    if (state.mood === 'down') throw new WebAPIHTTPError(503, 'Service Unavailable', {});
    if (state.mood === 'takes nothing')
      throw new WebAPIPlatformError({ ok: false, error: 'is_archived', response_metadata: {} });
    if (state.mood === 'refuses digests' && words.includes('Several at once'))
      throw new WebAPIPlatformError({ ok: false, error: 'invalid_blocks', response_metadata: {} });
    const ts = `${state.calls}.1`;
    const channel = String(message.channel);
    const thread = typeof message.thread_ts === 'string' ? message.thread_ts : null;
    posted.push({ channel, thread, ts, words, metadata: message.metadata });
    if (state.mood === 'silent') throw new WebAPIHTTPError(502, 'Bad Gateway', {});
    return { ok: true, channel, ts };
  };
  const at = (ts: unknown) => posted.findIndex((one) => one.ts === ts);
  const client = {
    chat: {
      postMessage,
      update: async (message: Record<string, unknown>) => {
        const one = posted[at(message.ts)];
        if (!one)
          throw new WebAPIPlatformError({ ok: false, error: 'message_not_found', response_metadata: {} });
        one.words = JSON.stringify(message.blocks);
        return { ok: true, channel: one.channel, ts: one.ts };
      },
      delete: async ({ ts }: { ts: string }) => {
        posted.splice(at(ts), 1);
      },
    },
    conversations: {
      history: async ({ channel }: { channel: string }) => ({
        messages: posted.filter((one) => one.channel === channel && one.thread === null),
      }),
      replies: async ({ ts }: { ts: string }) => ({ messages: posted.filter((one) => one.thread === ts) }),
    },
  } as unknown as WebClient;
  return { posted, state, client };
}

/** Numbers of the tickets that a message tells of. */
const named = ({ words }: { words: string }) => [...words.matchAll(/"T-(\d+)"/g)].map(([, n]) => Number(n));

function digests(several: boolean): void {
  let held: TestDatabase;
  let desk: TestDesk;
  let there: ReturnType<typeof slack>;
  /** What was posted up to here are the cards and descriptions. */
  let before = 0;
  beforeAll(async () => {
    held = await testDatabase({ several });
  });
  afterAll(() => held.close());
  beforeEach(async () => {
    await held.clear();
    desk = await testDesk(held.database, 'T1');
    there = slack();
  });

  async function send(notice: ClaimedNotice): Promise<void> {
    if (notice.kind === 'takeBack') return sendTakeBack(desk, there.client, notice, async () => undefined);
    if (notice.members.length > 0) return sendDigest(desk, there.client, notice, async () => undefined);
    return sendSlackNotice(desk, there.client, notice, async () => undefined);
  }

  /** Sends all that can be sent, for so many seconds at most. */
  async function deliverFor(seconds: number): Promise<void> {
    for (let passed = 0; passed <= seconds; passed += 1) {
      for (let claimed = await claimOutbox(desk, 8); claimed.length > 0; claimed = await claimOutbox(desk, 8))
        for (const notice of claimed) await send(notice);
      desk.clock.advance(second);
    }
  }

  /** Tickets of P3 that stand in the channel, and that nobody has taken in two hours. */
  const nobodyTakes = (count: number) => leftFor(2 * hour, count);

  async function leftFor(ms: number, count: number): Promise<readonly number[]> {
    const numbers: number[] = [];
    for (let n = 0; n < count; n += 1) numbers.push(await open(desk, { reportedPriority: 'P3' }));
    await deliverFor(3 * count + 5);
    before = there.state.calls;
    desk.clock.advance(ms);
    while ((await strikeClock(desk, [])).kind === 'struck');
    return numbers;
  }

  const toldIn = (where: string) =>
    there.posted.filter(({ channel, ts }) => channel === where && Number.parseInt(ts, 10) > before);
  const toLeads = () => toldIn('CLEADS');
  const toTickets = () => toldIn('CTICKETS');
  const waiting = () => desk.db.notice.count({ where: { state: { in: ['pending', 'sending'] } } });
  /** The self-audit finds nothing never posted, given up untold, removed or doubled. */
  const expectNoFindings = async () => {
    const [from, to] = [new Date(desk.clock.now().getTime() - 24 * hour), desk.clock.now()];
    expect(await auditOutbox(desk, from, to)).toEqual([]);
    const { places } = await expectedMessages(desk, from, to);
    const expected = places.flatMap((place) => place.expected);
    expect(
      await removedOf(
        desk,
        expected.filter(({ ts }) => !there.posted.some((one) => one.ts === ts)),
      ),
    ).toEqual([]);
    for (const channel of ['CLEADS', 'CTICKETS', 'CNEW']) {
      const ours = toldIn(channel).map(({ ts, metadata }) => ({
        ts,
        notice: (metadata as { event_payload: { notice: string } }).event_payload.notice,
      }));
      expect(await doubledOf(desk, channel, ours)).toEqual([]);
    }
  };
  const claimDigest = async () => {
    const claimed = await claimOutbox(desk, 8);
    const leads = claimed.find(({ channelId }) => channelId === 'CLEADS');
    if (!leads) throw new Error('nothing is to be told to the leads');
    for (const other of claimed) if (other !== leads) await send(other);
    return leads;
  };

  test('ESL-1 a few are told one by one, in their threads and to the leads', async () => {
    await nobodyTakes(digestSize.fewest - 1);
    await deliverFor(30);
    expect(toLeads()).toHaveLength(digestSize.fewest - 1);
    expect(toTickets()).toHaveLength(digestSize.fewest - 1);
    for (const { thread } of toTickets()) expect(thread).not.toBeNull();
    expect(await waiting()).toBe(0);
  });

  test('ESL-1 many are told together, each once, in the channels', async () => {
    const numbers = await nobodyTakes(digestSize.fewest + 2);
    await deliverFor(5);
    for (const told of [toLeads(), toTickets()]) {
      expect(told).toHaveLength(1);
      expect(told[0]?.thread).toBeNull();
      expect(told.flatMap(named)).toEqual(numbers);
    }
    const rows = await desk.db.notice.findMany({ where: { kind: 'leftUnassigned' } });
    for (const { state, sentTs, lastError } of rows)
      expect([state, sentTs.length, lastError]).toEqual(['sent', 1, null]);
    // The cards follow.
    expect(await waiting()).toBeGreaterThan(0);
    await deliverFor(30);
    expect(await waiting()).toBe(0);
  });

  test('one holds as many as fit, and the next one the rest', async () => {
    const numbers = await nobodyTakes(digestSize.most + digestSize.fewest);
    await deliverFor(3);
    expect(toLeads().map((one) => named(one).length)).toEqual([digestSize.most, digestSize.fewest]);
    expect(toLeads().flatMap(named)).toEqual(numbers);
  });

  test('what comes in while a digest is under way is told by the next', async () => {
    await nobodyTakes(digestSize.fewest);
    const claimed = await claimDigest();
    expect(claimed.members).toHaveLength(digestSize.fewest - 1);
    const late = await open(desk, { reportedPriority: 'P3' });
    desk.clock.advance(3 * hour);
    await strikeClock(desk, []);
    await send(claimed);
    await deliverFor(10);
    expect(toLeads().map((one) => named(one).length)).toEqual([digestSize.fewest, 0]);
    expect(toLeads()[1]?.words).toContain(`Nobody has taken T-${late}.`);
  });

  test('a process that dies before it sends: the same digest is sent by the next, once', async () => {
    const numbers = await nobodyTakes(digestSize.fewest);
    const lost = await claimDigest();
    await deliverFor(20);
    expect(toLeads()).toEqual([]);
    // Its members wait with it, so nobody looks for them in the meantime.
    expect(await outboxIdleFor(desk)).toBeGreaterThan(0);
    desk.clock.advance(15 * second);
    const again = await claimDigest();
    expect(again).toMatchObject({ id: lost.id, members: lost.members, uncertain: true });
    await send(again);
    await deliverFor(5);
    expect(toLeads().flatMap(named)).toEqual(numbers);
  });

  test('a process that dies after Slack took it: it is found, and nothing is sent again', async () => {
    const numbers = await nobodyTakes(digestSize.fewest);
    there.state.mood = 'silent';
    await send(await claimDigest());
    there.state.mood = 'well';
    await deliverFor(60);
    expect(toLeads().flatMap(named)).toEqual(numbers);
    expect(await waiting()).toBe(0);
    expect(await desk.db.notice.count({ where: { state: 'failed' } })).toBe(0);
  });

  test('while Slack is down nothing is lost, and afterwards it says that it is late', async () => {
    const numbers = await nobodyTakes(digestSize.fewest);
    there.state.mood = 'down';
    await deliverFor(300);
    there.state.mood = 'well';
    await deliverFor(300);
    expect(toLeads().flatMap(named)).toEqual(numbers);
    expect(toLeads()[0]?.words).toContain('late: it happened at');
  });

  test('ESL-1 of what nobody was there to notice it says since when, too', async () => {
    const numbers = await leftFor(3 * hour, digestSize.fewest);
    await deliverFor(5);
    for (const [told] of [toLeads(), toTickets()]) {
      expect(told && named(told)).toEqual(numbers);
      // P3 opened at nine is to be taken by eleven.
      expect(told?.words).toMatch(/Told 1 h[^"]* late: it happened at [^"]*11:00/);
    }
  });

  test('what Slack refuses together is told one by one', async () => {
    const numbers = await nobodyTakes(digestSize.fewest);
    there.state.mood = 'refuses digests';
    await deliverFor(60);
    const told = (words: string) => Number(/Nobody has taken T-(\d+)/.exec(words)?.[1]);
    expect(toLeads().map(({ words }) => told(words))).toEqual(numbers);
    expect(toTickets().filter(({ words }) => told(words))).toHaveLength(numbers.length);
    expect(await waiting()).toBe(0);
  });

  test('one ticket whose record is broken keeps none of the others back', async () => {
    const numbers = await nobodyTakes(digestSize.fewest);
    const broken = `T-${numbers[2]}`;
    await desk.db.event.deleteMany({ where: { stream: broken, type: 'leftUnassigned' } });
    for (const claimed of await claimOutbox(desk, 8)) await send(claimed);
    const rows = await desk.db.notice.findMany({ where: { digest: { not: null } } });
    expect(rows).toEqual([]);
    desk.clock.advance(10 * second);
    const notices = await desk.db.notice.findMany({ where: { kind: 'leftUnassigned', state: 'pending' } });
    expect(notices).toHaveLength(2 * digestSize.fewest);
    expect(notices.every(({ digestOf, members }) => digestOf === null && members.length === 0)).toBe(true);
  });

  test('a record that breaks after Slack took the digest is told nothing twice', async () => {
    const numbers = await nobodyTakes(digestSize.fewest);
    there.state.mood = 'silent';
    await send(await claimDigest());
    there.state.mood = 'well';
    await desk.db.event.deleteMany({ where: { stream: `T-${numbers[2]}`, type: 'leftUnassigned' } });
    desk.clock.advance(10 * second);
    await send(await claimDigest());
    expect(toLeads().flatMap(named)).toEqual(numbers);
    const rows = await desk.db.notice.findMany({ where: { digest: 'channel:leads' } });
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['sent']));
  });

  test('AU-5 a channel that is changed takes what was to be told together along', async () => {
    const numbers = await nobodyTakes(digestSize.fewest);
    await setChannels(desk, by('UMAX'), { tickets: 'CTICKETS', leads: 'CNEW' });
    await deliverFor(60);
    expect(toLeads()).toEqual([]);
    expect(toldIn('CNEW').flatMap(named)).toEqual(numbers);
  });

  test('AU-5 what may have reached the channel before it was changed is not told in the new one, too', async () => {
    const numbers = await nobodyTakes(digestSize.fewest);
    there.state.mood = 'silent';
    await deliverFor(2);
    there.state.mood = 'well';
    await setChannels(desk, by('UMAX'), { tickets: 'CTICKETS', leads: 'CNEW' });
    await deliverFor(60);
    expect(toLeads().flatMap(named)).toEqual(numbers);
    expect(toldIn('CNEW')).toEqual([]);
    await expectNoFindings();
  });

  test('SC-1 a digest whose channel takes nothing waits whole, and goes to the channel chosen since', async () => {
    const numbers = await nobodyTakes(digestSize.fewest);
    there.state.mood = 'takes nothing';
    for (const claimed of await claimOutbox(desk, 8)) await send(claimed);
    there.state.mood = 'well';
    const settings = { tickets: 'CTICKETS', leads: 'CNEW' };
    await setChannels(desk, by('UMAX'), settings);
    await deliverFor(400);
    expect(toLeads()).toEqual([]);
    expect(toldIn('CNEW').flatMap(named)).toEqual(numbers);
    expect(
      toTickets()
        .filter(({ thread }) => thread === null)
        .flatMap(named),
    ).toEqual(numbers);
    await expectNoFindings();
  });

  test('one in hand while another channel is chosen goes there with all it tells', async () => {
    const numbers = await nobodyTakes(digestSize.fewest);
    const inHand = (await claimOutbox(desk, 8)).find(({ channelId }) => channelId === 'CTICKETS');
    if (!inHand) throw new Error('nothing is to be told in the threads');
    await setChannels(desk, by('UMAX'), { tickets: 'CNEW', leads: 'CLEADS' });
    there.state.mood = 'takes nothing';
    await send(inHand);
    there.state.mood = 'well';
    const rows = await desk.db.notice.findMany({ where: { digest: 'threads' } });
    expect(rows.map(({ channelId }) => channelId)).toEqual(numbers.map(() => 'CNEW'));
    await deliverFor(400);
    expect(toldIn('CNEW').flatMap(named)).toEqual(numbers);
    expect(toTickets().filter(({ words }) => words.includes('Several'))).toEqual([]);
  });

  test('one that is given up is told of as a whole, once', async () => {
    const numbers = await nobodyTakes(digestSize.fewest);
    for (const claimed of await claimOutbox(desk, 8)) await giveUp(desk, claimed, 'http 503');
    const [first, ...others] = numbers.map((number) => `T-${number}`);
    const events = await desk.db.event.findMany({ where: { type: 'noticeGivenUp' } });
    const told = { stream: first, beside: others };
    expect(events.map(({ payload }) => payload)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ ...told, destination: 'channel:leads' }),
        expect.objectContaining({ ...told, destination: 'channel:tickets' }),
      ]),
    );
    const rows = await desk.db.notice.findMany({ where: { digest: { not: null } } });
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['failed']));
    await expectNoFindings();
  });

  test('a process that was held up changes nothing of what another one has told meanwhile', async () => {
    const numbers = await nobodyTakes(digestSize.fewest);
    const heldUp = await claimDigest();
    desk.clock.advance(31 * second);
    await send(await claimDigest());
    await tellOneByOne(desk, heldUp, 'invalid_blocks');
    await setAside(desk, heldUp, 'invalid_blocks');
    await deliverFor(30);
    expect(toLeads().flatMap(named)).toEqual(numbers);
    await expectNoFindings();
  });

  test('a database that is away for a moment while it is put into words dissolves nothing', async () => {
    await nobodyTakes(digestSize.fewest);
    const claimed = await claimDigest();
    const gone = Object.assign(new Error('gone'), { code: 'P1017' });
    const away = { ...desk, sop: desk.sop, clock: desk.clock };
    Object.defineProperty(away, 'db', {
      value: new Proxy(desk.db, {
        get(db, name) {
          if (name === 'ticket') throw gone;
          return Reflect.get(db, name);
        },
      }),
    });
    await expect(sendDigest(away, there.client, claimed, async () => undefined)).rejects.toBe(gone);
    expect(await desk.db.notice.count({ where: { digestOf: claimed.id } })).toBe(digestSize.fewest - 1);
  });

  test('SEC-2 a ticket restricted before the digest is sent is not in it', async () => {
    const numbers = await nobodyTakes(digestSize.fewest);
    const claimed = await claimDigest();
    await commandTicket(desk, by('UBEN'), numbers[1] ?? 0, { type: 'reportSecurity', note: null });
    await send(claimed);
    await deliverFor(60);
    expect(toLeads().flatMap(named)).toEqual(numbers.filter((number) => number !== numbers[1]));
    expect(await waiting()).toBe(0);
  });

  test('SEC-2 a ticket restricted afterwards is taken out of the digests, and the others stay', async () => {
    const numbers = await nobodyTakes(digestSize.fewest);
    await deliverFor(60);
    const [, second, third] = numbers;
    for (const number of [second, third]) {
      await commandTicket(desk, by('UBEN'), number ?? 0, { type: 'reportSecurity', note: null });
      await deliverFor(60);
    }
    const left = numbers.filter((number) => number !== second && number !== third);
    for (const told of [toLeads(), toTickets()])
      expect(told.filter(({ thread, words }) => !thread && words.includes('Several')).flatMap(named)).toEqual(
        left,
      );
    expect(toLeads()[0]?.words).not.toContain('late');
    const stands = (number = 0) =>
      desk.db.posted.count({ where: { stream: `T-${number}`, channelId: 'CLEADS' } });
    expect([await stands(numbers[0]), await stands(second), await stands(third)]).toEqual([1, 0, 0]);
  });

  test('SEC-2 when all of it is restricted the whole message goes', async () => {
    const numbers = await nobodyTakes(digestSize.fewest);
    await deliverFor(60);
    for (const number of numbers)
      await commandTicket(desk, by('UBEN'), number, { type: 'reportSecurity', note: null });
    await deliverFor(120);
    expect(
      toLeads()
        .map(({ words }) => words)
        .join(),
    ).not.toContain('Several at once');
    expect(await waiting()).toBe(0);
  });

  test('SEC-2 a digest that cannot be put into words again goes as a whole', async () => {
    const numbers = await nobodyTakes(digestSize.fewest);
    await deliverFor(60);
    await desk.db.event.deleteMany({ where: { stream: `T-${numbers[2]}`, type: 'leftUnassigned' } });
    await commandTicket(desk, by('UBEN'), numbers[0] ?? 0, { type: 'reportSecurity', note: null });
    await deliverFor(60);
    expect(toLeads().flatMap(named)).toEqual([]);
    expect(await desk.db.notice.count({ where: { state: 'failed' } })).toBe(0);
  });

  test('SEC-2 restricted while nobody knows whether the digest arrived: it is found and taken out', async () => {
    const numbers = await nobodyTakes(digestSize.fewest);
    there.state.mood = 'silent';
    await send(await claimDigest());
    there.state.mood = 'well';
    await commandTicket(desk, by('UBEN'), numbers[0] ?? 0, { type: 'reportSecurity', note: null });
    await deliverFor(120);
    expect(toLeads().flatMap(named)).toEqual(numbers.slice(1));
  });

  if (several)
    test('many senders at once tell each once', async () => {
      const numbers = await nobodyTakes(digestSize.fewest + 3);
      const claims = await inParallel(6, () => claimOutbox(desk, 8));
      const claimed = claims.flat().filter(({ channelId }) => channelId === 'CLEADS');
      expect(claimed).toHaveLength(1);
      for (const notice of claims.flat()) await send(notice);
      await deliverFor(10);
      expect(toLeads().flatMap(named)).toEqual(numbers);
    });
}

describe('a digest, embedded', () => digests(false));
describeWithPostgres('a digest, on PostgreSQL', () => digests(true));
