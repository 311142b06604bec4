import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { within } from './bounded.ts';
import type { Desk } from './desk/desk.ts';
import type { Meter } from './meter.ts';
import { readSetAside } from './store/desks.ts';
import { countRefusals } from './store/events.ts';
import { countNotices, countTickets, readOldestNotices } from './store/health.ts';
import { readDoneTo } from './store/jobs.ts';

const day = 24 * 60 * 60_000;
/** What is read from the database is left out when it has not come within this, in ms. */
const readMs = 2000;

/** In seconds: acks and commands are answered within Slack's three; what is owed by the clock within minutes. */
const buckets = {
  short: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5],
  late: [0.5, 1, 2, 5, 10, 30, 60, 300, 1800, 3600],
};

/** `/metrics` in Prometheus's text format, and the meter that this process's figures are taken down with. */
export function createMetrics(): { registry: Registry; meter: Meter } {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const acks = new Histogram({
    name: 'handrail_ack_seconds',
    help: 'From the arrival of a request of Slack’s to its ack.',
    labelNames: ['transport'],
    buckets: buckets.short,
    registers,
  });
  const useCases = new Histogram({
    name: 'handrail_use_case_seconds',
    help: 'What a command takes until it is committed or refused.',
    labelNames: ['command'],
    buckets: buckets.short,
    registers,
  });
  const lateness = new Histogram({
    name: 'handrail_due_lateness_seconds',
    help: 'From when something was due by the clock until it was done.',
    labelNames: ['kind'],
    buckets: buckets.late,
    registers,
  });
  const setBacks = counter('handrail_notice_retries_total', 'Sends that are tried again.', 'to');
  const givenUp = counter('handrail_notices_given_up_total', 'Notices that will never be sent.', 'to');
  const findings = counter('handrail_audit_findings_total', 'What the self-audit found anew.', 'finding');
  const audits = new Histogram({
    name: 'handrail_audit_seconds',
    help: 'What one self-audit takes.',
    buckets: [0.1, 1, 10, 60, 240],
    registers,
  });
  function counter(name: string, help: string, label: string) {
    return new Counter({ name, help, labelNames: [label], registers });
  }
  const meter: Meter = {
    acknowledged: (transport, ms) => acks.observe({ transport }, ms / 1000),
    useCase: (command, ms) => useCases.observe({ command }, ms / 1000),
    struck: (kind, lateMs) => lateness.observe({ kind }, Math.max(0, lateMs) / 1000),
    setBack: (to) => setBacks.inc({ to }),
    gaveUp: (to) => givenUp.inc({ to }),
    audited: (finding) => findings.inc({ finding }),
    auditEnded: (ms) => audits.observe(ms / 1000),
  };
  return { registry, meter };
}

/** What waits, read from the database when it is asked for: the same from every replica. */
export function gaugeDesk(registry: Registry, desk: Desk): void {
  const { db, id, clock } = desk;
  const gauge = (
    name: string,
    help: string,
    label: string,
    count: () => Promise<ReadonlyMap<string, number>>,
  ) => countedBy(registry, label, name, help, count);
  gauge('handrail_outbox_notices', 'Notices not sent yet, by state.', 'state', () => countNotices(db, id));
  gauge(
    'handrail_outbox_oldest_seconds',
    'Age of the oldest notice not sent yet, by state.',
    'state',
    async () => {
      const now = clock.now().getTime();
      const oldest = await readOldestNotices(db, id);
      return new Map([...oldest].map(([state, at]) => [state, Math.max(0, now - at.getTime()) / 1000]));
    },
  );
  gauge('handrail_tickets', 'Tickets not closed yet, by status.', 'status', () => countTickets(db, id));
  gauge('handrail_refusals', 'Attempts refused in the last 24 hours, by clause.', 'clause', () => {
    const now = clock.now().getTime();
    return countRefusals(db, id, new Date(now - day), new Date(now + 1));
  });
  gauge(
    'handrail_audit_behind_seconds',
    'How long ago lies the moment up to which the self-audit has looked through, by part.',
    'part',
    async () => {
      const now = clock.now().getTime();
      const parts = { record: 'selfAudit', slack: 'selfAuditSlack' } as const;
      const behind = new Map<string, number>();
      for (const [part, job] of Object.entries(parts)) {
        const doneTo = await readDoneTo(db, id, job);
        if (doneTo) behind.set(part, Math.max(0, now - doneTo.getTime()) / 1000);
      }
      return behind;
    },
  );
  gauge(
    'handrail_set_aside',
    'Records whose clocks cannot be read, by kind (T, INC, …).',
    'kind',
    async () => {
      const counts = new Map<string, number>();
      for (const stream of await readSetAside(db, id)) {
        const kind = stream.replace(/-\d+$/, '');
        counts.set(kind, (counts.get(kind) ?? 0) + 1);
      }
      return counts;
    },
  );
}

/** One that cannot be read stands empty: what this process knows by itself is told all the same. */
function countedBy(
  registry: Registry,
  label: string,
  name: string,
  help: string,
  count: () => Promise<ReadonlyMap<string, number>>,
): void {
  new Gauge({
    name,
    help,
    labelNames: [label],
    registers: [registry],
    async collect() {
      const counts = await within(readMs, count(), null).catch(() => null);
      this.reset();
      for (const [value, number] of counts ?? []) this.set({ [label]: value }, number);
    },
  });
}
