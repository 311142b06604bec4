import { WebAPIHTTPError, type WebClient } from '@slack/web-api';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commandTicket } from '../../src/desk/command-ticket.ts';
import { claimOutbox, delivered } from '../../src/desk/outbox.ts';
import { takeNext } from '../../src/desk/take-ticket.ts';
import { sendTakeBack } from '../../src/jobs/take-back.ts';
import { by, open, type TestDesk, testDesk } from '../desk/support.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';

const minute = 60_000;

/** A Slack that takes back nothing while `down`, and never what stands at one of `kept`. */
function slackThat(state: { down: boolean; kept: readonly string[]; gone: string[] }): WebClient {
  const deleted = async ({ ts }: { ts: string }) => {
    if (state.down || state.kept.includes(ts)) throw new WebAPIHTTPError(503, 'Service Unavailable', {});
    state.gone.push(ts);
  };
  return { chat: { delete: deleted } } as unknown as WebClient;
}

describe('taking back', () => {
  let held: TestDatabase;
  let desk: TestDesk;
  beforeAll(async () => {
    held = await testDatabase({ several: false });
  });
  afterAll(() => held.close());
  beforeEach(async () => {
    await held.clear();
    desk = await testDesk(held.database, 'T1');
  });

  /** Everything else arrives at once; so many minutes pass. */
  async function deliverFor(minutes: number, slack: WebClient): Promise<void> {
    for (let passed = 0; passed <= minutes; ) {
      const claimed = await claimOutbox(desk, 8);
      for (const notice of claimed) {
        if (notice.kind === 'takeBack') await sendTakeBack(desk, slack, notice, async () => undefined);
        else {
          const ts = notice.surface ?? String(notice.id);
          const stands = { channelId: notice.channelId, ts, threadTs: null };
          await delivered(desk, notice, { ...stands, complete: true, pauseMs: 0 });
        }
      }
      if (claimed.length > 0) continue;
      desk.clock.advance(minute);
      passed += 1;
    }
  }

  async function reportedTicket(): Promise<number> {
    const number = await open(desk);
    await takeNext(desk, by('UANA'));
    await commandTicket(desk, by('UANA'), number, { type: 'addNote', text: 'what was found' });
    await deliverFor(1, slackThat({ down: false, kept: [], gone: [] }));
    await commandTicket(desk, by('UBEN'), number, { type: 'reportSecurity', note: null });
    return number;
  }

  const standing = (number: number) =>
    desk.db.posted.findMany({
      where: { stream: `T-${number}`, lane: `T-${number}` },
      orderBy: { noticeId: 'asc' },
    });
  const waiting = () => desk.db.notice.count({ where: { state: { in: ['pending', 'sending', 'failed'] } } });

  test('SEC-2 an outage of hours saves nothing from it', async () => {
    const number = await reportedTicket();
    const slack = { down: true, kept: [], gone: [] };
    await deliverFor(300, slackThat(slack));
    expect(slack.gone).toEqual([]);
    slack.down = false;
    await deliverFor(10, slackThat(slack));
    expect(slack.gone).toHaveLength(3);
    // The card and the line in its thread.
    expect(await standing(number)).toHaveLength(2);
    expect(await waiting()).toBe(0);
  });

  test('SEC-2 one message that Slack never takes back keeps no other one there', async () => {
    const number = await reportedTicket();
    const [, oldest] = await standing(number);
    const slack = { down: false, kept: [oldest?.ts ?? ''], gone: [] };
    await deliverFor(26 * 60, slackThat(slack));
    expect(slack.gone).toHaveLength(2);
    expect(await waiting()).toBe(0);
  });
});
