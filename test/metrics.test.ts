import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Desk } from '../src/desk/desk.ts';
import { createMetrics, gaugeDesk } from '../src/metrics.ts';
import { testClock } from './desk/support.ts';

/** A desk whose database never answers. */
const hanging = {
  id: 1,
  clock: testClock('2026-03-02T08:00:00.000Z'),
  db: new Proxy({}, { get: () => new Proxy({}, { get: () => () => new Promise(() => undefined) }) }),
} as unknown as Desk;

test('docs/metrics.md has every metric, with its kind and labels, and no other', () => {
  const { registry } = createMetrics();
  gaugeDesk(registry, hanging);
  const rows = [...readFileSync('docs/metrics.md', 'utf8').matchAll(/^\| `(handrail_\w+)` \| (\w+) \|/gm)];
  const documented = rows.map(([, name, kind]) => `${name} ${kind}`);
  const ours = registry.getMetricsAsArray().filter(({ name }) => name.startsWith('handrail_'));
  const described = ours.map((metric) => `${metric.name} ${metric.constructor.name.toLowerCase()}`);
  expect(documented.toSorted()).toEqual(described.toSorted());
});

test('times are told in seconds, each by its label', async () => {
  const { registry, meter } = createMetrics();
  meter.acknowledged('http', 40);
  meter.useCase('take', 1500);
  meter.struck('ticket', 2500);
  meter.struck('ticket', -1);
  meter.setBack('slack');
  meter.gaveUp('customer');
  meter.audited('doubled');
  meter.auditEnded(500);
  const text = await registry.metrics();
  for (const line of [
    'handrail_ack_seconds_sum{transport="http"} 0.04',
    'handrail_use_case_seconds_bucket{le="1",command="take"} 0',
    'handrail_use_case_seconds_bucket{le="2",command="take"} 1',
    'handrail_due_lateness_seconds_sum{kind="ticket"} 2.5',
    'handrail_notice_retries_total{to="slack"} 1',
    'handrail_notices_given_up_total{to="customer"} 1',
    'handrail_audit_findings_total{finding="doubled"} 1',
    'handrail_audit_seconds_sum 0.5',
  ])
    expect(text).toContain(line);
  expect(text).toContain('process_cpu_seconds_total');
});

test('two bots in one process do not share their figures', async () => {
  const [one, other] = [createMetrics(), createMetrics()];
  one.meter.setBack('slack');
  expect(await other.registry.metrics()).not.toContain('handrail_notice_retries_total{');
});

test('while the database hangs, what the process knows by itself is told all the same', async () => {
  const { registry, meter } = createMetrics();
  gaugeDesk(registry, hanging);
  meter.struck('ticket', 1000);
  const began = performance.now();
  const text = await registry.metrics();
  expect(performance.now() - began).toBeLessThan(6000);
  expect(text).toContain('handrail_due_lateness_seconds_sum{kind="ticket"} 1');
  expect(text).not.toContain('handrail_tickets{');
});
