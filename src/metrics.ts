import { Gauge, Registry } from 'prom-client';
import type { Desk } from './desk/desk.ts';
import { countRefusals } from './store/events.ts';
import { countNotices, countTickets } from './store/health.ts';

const day = 24 * 60 * 60_000;

/** `/metrics` in Prometheus's text format: what waits, read from the database when it is asked for. */
export function createMetrics({ db, id, clock }: Desk): Registry {
  const registry = new Registry();
  countedBy(registry, 'state', 'handrail_outbox_notices', 'Notices not sent yet, by state.', () =>
    countNotices(db, id),
  );
  countedBy(registry, 'status', 'handrail_tickets', 'Tickets not closed yet, by status.', () =>
    countTickets(db, id),
  );
  countedBy(
    registry,
    'clause',
    'handrail_refusals',
    'Attempts refused in the last 24 hours, by clause.',
    () => {
      const now = clock.now().getTime();
      return countRefusals(db, id, new Date(now - day), new Date(now + 1));
    },
  );
  return registry;
}

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
      const counts = await count();
      this.reset();
      for (const [value, number] of counts) this.set({ [label]: value }, number);
    },
  });
}
