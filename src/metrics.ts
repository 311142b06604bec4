import { Gauge, Registry } from 'prom-client';
import type { Desk } from './desk/desk.ts';

/** `/metrics` in Prometheus's text format: what waits, read from the database when it is asked for. */
export function createMetrics(desk: Desk): Registry {
  const registry = new Registry();
  new Gauge({
    name: 'handrail_outbox_notices',
    help: 'Notices in the outbox by state; sent ones are not counted.',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      const rows = await desk.db.notice.groupBy({
        by: ['state'],
        where: { deskId: desk.id, state: { not: 'sent' } },
        _count: true,
      });
      this.reset();
      for (const row of rows) this.set({ state: row.state }, row._count);
    },
  });
  new Gauge({
    name: 'handrail_tickets',
    help: 'Tickets by status; closed ones are not counted.',
    labelNames: ['status'],
    registers: [registry],
    async collect() {
      const rows = await desk.db.ticket.groupBy({
        by: ['status'],
        where: { deskId: desk.id, status: { not: 'closed' } },
        _count: true,
      });
      this.reset();
      for (const row of rows) this.set({ status: row.status }, row._count);
    },
  });
  return registry;
}
