import { afterEach, expect, test } from 'vitest';
import { type Flow, startFlow } from '../support/flow.ts';

let flow: Flow;
afterEach(async () => {
  console.log(flow?.log.join(''));
  await flow?.stop();
});

test('T1-1 a ticket is opened and taken', async () => {
  flow = await startFlow();
  const { ana } = flow.people;
  console.log(flow.people.max.screen({ in: 'leads' }));
  await ana.types('/ticket new', { in: 'tickets' });
  await ana.fills({
    Title: 'Cannot sign in',
    Description: 'Since this morning nobody at our office can sign in.',
    'Customer account': 'ACME-1',
    'Reported priority': 'P2',
  });
  await ana.submits();
  console.log(ana.formText());
  await ana.closes();
  await ana.sees('Since this morning');
  await ana.types('/ticket next', { in: 'tickets' });
  await ana.sees('T-1 is yours');
  await ana.sees('Taken by');
  console.log(ana.screen({ in: 'tickets' }));
  await ana.clicks('Classify', { on: 'T-1 is yours' });
  console.log(ana.formText());
  await ana.fills({ Category: 'AUTH' });
  await ana.fills({
    Symptom: 'Signing in fails with correct details',
    Priority: 'P2',
    'I have read the whole description and every attachment': true,
  });
  console.log(ana.formText());
  await ana.submits();
  console.log(ana.formText());
  await ana.clicks('Acknowledge');
  console.log(ana.formText());
  await ana.submits();
  console.log(ana.formText());
  await ana.closes();
  await ana.clicks('Confirm');
  await ana.sees('Standard Fixes for this symptom');
  console.log(ana.screen({ in: 'tickets' }));
  expect(1).toBe(1);
});
