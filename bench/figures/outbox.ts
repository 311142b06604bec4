import { commandTicket } from '../../src/desk/command-ticket.ts';
import type { Desk } from '../../src/desk/desk.ts';
import { takeNext } from '../../src/desk/take-ticket.ts';
import { type NewNotice, noticesToAdd } from '../../src/store/outbox.ts';
import { writeTogether } from '../../src/store/writes.ts';
import { startReplica } from '../child.ts';
import { agents, benchDesk, by, openOne } from '../desk.ts';
import { type Figure, percentile } from '../figure.ts';
import type { BenchServer } from '../postgres.ts';
import { startSlackStub } from '../slack-stub.ts';

const channels = 20;

/** A full outbox against a workspace that takes one message a second a channel: how near it comes to that. */
export async function outboxRate(server: BenchServer, waiting: number): Promise<readonly Figure[]> {
  const slack = await startSlackStub({ paced: true });
  const { url, database } = await server.createDatabase();
  const desk = await benchDesk(database);
  const seq = await noteSomething(desk);
  const posts = new Map<string, number[]>();
  slack.onCall(({ method, body, at }) => {
    const channel = body.get('channel') ?? '';
    if (method === 'chat.postMessage' && channel.startsWith('UREADER'))
      posts.set(channel, [...(posts.get(channel) ?? []), at]);
  });
  const notices = Array.from({ length: waiting }, (_, index) => noteTo(`UREADER${index % channels}`, seq, 1));
  await writeTogether(database.prisma, noticesToAdd(desk.id, notices, new Date()));
  const replica = await startReplica(slack.apiUrl, url);
  try {
    const sent = () => [...posts.values()].reduce((sum, { length }) => sum + length, 0);
    await until(() => sent() >= waiting, (waiting / channels) * 2000 + 30_000);
    const rates = [...posts.values()].map((times) => {
      const [first, last] = [times[0] ?? 0, times.at(-1) ?? 0];
      return (times.length - 1) / ((last - first) / 1000);
    });
    const value = rates.reduce((sum, rate) => sum + rate, 0);
    const ratio = value / channels;
    const reached = ratio >= 0.95 && slack.rateLimited() === 0;
    const name = `outbox, ${channels} channels, ${waiting.toLocaleString('en')} waiting (${slack.rateLimited()} × 429)`;
    return [{ name, value, unit: '/s', baseline: channels, ratio, goal: '≥ 0.95 ×, no 429', reached }];
  } finally {
    await replica.stop();
    await slack.stop();
  }
}

/** How long an urgent notice takes to a channel for which a thousand digests wait. */
export async function urgentAmongDigests(server: BenchServer, samples: number): Promise<readonly Figure[]> {
  const slack = await startSlackStub({ paced: true });
  const { url, database } = await server.createDatabase();
  const desk = await benchDesk(database);
  const seq = await noteSomething(desk);
  const digests = Array.from({ length: 1000 }, () => noteTo('UREADER', seq, 2));
  await writeTogether(database.prisma, noticesToAdd(desk.id, digests, new Date()));
  const replica = await startReplica(slack.apiUrl, url);
  try {
    const times: number[] = [];
    for (let sample = 0; sample < samples; sample += 1) {
      // Somewhere within the second between two digests.
      await new Promise((resolve) => setTimeout(resolve, 1500 + Math.random() * 1000));
      const urgent = noteTo('UREADER', seq, 0);
      const start = Date.now();
      await writeTogether(database.prisma, noticesToAdd(desk.id, [urgent], new Date(start)));
      const last = await database.prisma.notice.findFirstOrThrow({ orderBy: { id: 'desc' } });
      await until(async () => {
        const row = await database.prisma.notice.findUniqueOrThrow({ where: { id: last.id } });
        if (row.sentAt) times.push(row.sentAt.getTime() - start);
        return row.sentAt !== null;
      }, 20_000);
    }
    const value = percentile(times, 0.95) / 1000;
    const name = 'urgent notice while 1,000 digests wait, p95';
    return [{ name, value, unit: 's', baseline: null, ratio: null, goal: '≤ 2 s', reached: value <= 2 }];
  } finally {
    await replica.stop();
    await slack.stop();
  }
}

/** An event that a notice can tell of; returns its number. Its own notices go elsewhere. */
async function noteSomething(desk: Desk): Promise<number> {
  const number = await openOne(desk);
  await takeNext(desk, by(agents[0] ?? ''));
  const outcome = await commandTicket(desk, by(agents[0] ?? ''), number, {
    type: 'addNote',
    text: 'Called back.',
  });
  if (outcome.kind !== 'done') throw new Error('the note was not written');
  return outcome.events.at(-1)?.seq ?? 0;
}

let written = 0;

function noteTo(person: string, seq: number, urgency: 0 | 1 | 2): NewNotice {
  written += 1;
  return {
    kind: 'noteAdded',
    stream: 'T-1',
    seq,
    destination: `person:${person}`,
    channelId: person,
    // Each in a lane of its own: what is measured is the channel's pace, not the order in a lane.
    lane: `bench:${written}`,
    urgency,
    surface: null,
    // By itself, or a thousand would be told in twenty messages.
    digest: null,
  };
}

async function until(done: () => boolean | Promise<boolean>, withinMs: number): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (Date.now() < deadline) {
    if (await done()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('what was measured did not come to its end');
}
