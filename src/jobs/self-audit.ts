import type { WebClient } from '@slack/web-api';
import cron from 'node-cron';
import type { Desk } from '../desk/desk.ts';
import { forgetIdleOutlets } from '../desk/outbox.ts';
import { auditClocks } from '../desk/self-audit/audit-clocks.ts';
import { auditOutbox } from '../desk/self-audit/audit-outbox.ts';
import { auditRecord } from '../desk/self-audit/audit-record.ts';
import { forgetPassed, forgetUnseen, tellFindings } from '../desk/self-audit/findings.ts';
import { audited, beginAudit, slackAudited, slackAuditedTo } from '../desk/self-audit/turn.ts';
import { faultId, logFault } from '../fault.ts';
import { auditSlack } from './audit-slack.ts';

export type SelfAudit = {
  /** Audits now if it is time and no other replica does; also the cron job's work. */
  run(): Promise<void>;
  stop(): Promise<void>;
};

/** What was sent just now may not be written down, or not be readable, yet. In ms. */
const graceMs = 30_000;
/** Of the record it begins this much, in ms, before where the last one ended: an event is there after its instant. */
const overlapMs = 60_000;
/** The first one, or the first after a long time, goes no further back than this, in ms. */
const mostBackMs = 60 * 60_000;

/** Every five minutes, on one replica: what should have been told against what was. */
export function startSelfAudit(desk: Desk, client: WebClient): SelfAudit {
  let running: Promise<void> = Promise.resolve();
  const stopping = new AbortController();
  const run = () => {
    running = running
      .then(() => audit(desk, client, stopping.signal))
      .catch((error: unknown) => logFault(desk.log, faultId(), error));
    return running;
  };
  const task = cron.schedule('*/5 * * * *', run, {
    name: 'self-audit',
    noOverlap: true,
    logger: {
      debug: () => undefined,
      info: () => undefined,
      warn: (message) => desk.log.warn({ from: 'self-audit' }, message),
      error: (error) => logFault(desk.log, faultId(), error),
    },
  });
  return {
    run,
    async stop() {
      // To ask Slack takes minutes; nobody waits for that, and what was not looked at is looked at next time.
      stopping.abort();
      await task.destroy();
      await running;
    },
  };
}

async function audit(desk: Desk, client: WebClient, stopping: AbortSignal): Promise<void> {
  if (stopping.aborted) return;
  const turn = await beginAudit(desk);
  if (!turn) return;
  const began = performance.now();
  const now = desk.clock.now();
  const from = startOf(turn.doneTo, overlapMs, now);
  const clocks = await auditClocks(desk, from, now);
  const record = await auditRecord(desk, from, now);
  const found = [...clocks.found, ...record, ...(await auditOutbox(desk, from, now))];
  await tellFindings(desk, found);
  // Afterwards: a process that dies in between finds it again, and tells of it once all the same.
  await clocks.rearm();
  await forgetPassed(desk, 'overdue', found);
  await forgetPassed(desk, 'unreadable', found);
  await audited(desk, now);
  // No part of the audit, but work that one replica does for all, as seldom.
  await forgetIdleOutlets(desk);

  const slack = await auditSlack(
    desk,
    client,
    startOf(await slackAuditedTo(desk), 0, now),
    new Date(now.getTime() - graceMs),
    stopping,
  );
  await tellFindings(desk, slack.found);
  await forgetUnseen(desk, slack.read);
  await slackAudited(desk, slack.doneTo);
  desk.meter.auditEnded(performance.now() - began);
}

function startOf(doneTo: Date | null, overlap: number, now: Date): Date {
  const back = now.getTime() - mostBackMs;
  return new Date(Math.max(back, doneTo ? doneTo.getTime() - overlap : back));
}
