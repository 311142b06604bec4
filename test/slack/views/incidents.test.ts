import { describe, expect, test } from 'vitest';
import { limits } from '../../../src/slack/limits.ts';
import { buildIncidentStepForm } from '../../../src/slack/views/forms/incident.ts';
import { incidentViews } from '../../../src/slack/views/incident-notices.ts';
import { buildIncidentPage, buildIncidents, incidentsListed } from '../../../src/slack/views/incidents.ts';
import { incidentSteps } from '../../../src/sop/incident/decide.ts';
import { noticesOfIncidentEvent } from '../../../src/sop/incident/notices.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import { drafted, having, held, type IncidentCase, ticket } from '../../sop/incident/support.ts';
import { lena, max } from '../../sop/ticket/support.ts';
import { filled, kinds, markup } from './extreme.ts';

const step = (name: (typeof incidentSteps)[number], words: string) =>
  ({ type: 'step', step: name, words }) as const;

/** An incident of two hundred tickets, with the longest accounts and words that can be entered. */
function extremeIncident(text: (length: number) => string): IncidentCase {
  const one = (length: number) => text(length).replaceAll('\n', ' ');
  const tickets = Array.from({ length: 200 }, (_, n) =>
    held(999_999_000 + n, n, { accounts: [one(100), `${n} ${one(96)}`] }),
  );
  let now = having(drafted(tickets), 20, lena, step('review', text(3000)));
  now = having(now, 21, max, step('declare', text(3000)));
  for (let n = 0; n < 50; n += 1) now = having(now, 22, lena, step('update', text(3000)));
  return having(having(now, 23, max, step('executive', text(3000))), 24, max, step('close', text(3000)));
}

/** All text of a message or a view, as Slack counts it. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join('');
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .map(([key, inner]) => (key === 'text' && typeof inner === 'string' ? inner : textOf(inner)))
    .join('');
}

/** What people wrote stands in no text that Slack reads as markup. */
function hasMrkdwn(value: unknown): boolean {
  return JSON.stringify(value).includes('"mrkdwn"');
}

describe.each(kinds)('with %s', (_, text) => {
  const given = extremeIncident(text);

  test('every notice of an incident keeps to Slack’s limits', () => {
    let rendered = 0;
    for (const [index, event] of given.events.entries()) {
      // As things stood then, which is when most of them are sent.
      const file = { incident: stateAt(given, index), events: given.events.slice(0, index + 1) };
      for (const notice of noticesOfIncidentEvent(event)) {
        for (const message of incidentViews[notice.kind]({ event, file, pack: defaultPack })) {
          rendered += 1;
          expect(message.blocks.length).toBeLessThanOrEqual(limits.messageBlocks);
          expect(textOf(message.blocks).length).toBeLessThanOrEqual(limits.messageText);
          expect(hasMrkdwn(message.blocks)).toBe(false);
          expect(message.text).not.toMatch(/[<>&]/);
        }
      }
    }
    expect(rendered).toBeGreaterThan(given.events.length);
  });

  test('the list and the page keep to them, too', () => {
    const incidents = Array.from({ length: incidentsListed }, () => given.state);
    const list = buildIncidents({ incidents, open: 99_999, ended: 99_999 }, defaultPack);
    expect(list.blocks.length).toBeLessThanOrEqual(limits.messageBlocks);
    expect(textOf(list.blocks).length).toBeLessThanOrEqual(limits.messageText);
    const tickets = given.state.tickets.map(({ number }) =>
      ticket(number, 0, { title: text(150).replaceAll('\n', ' ') }),
    );
    const page = buildIncidentPage({ incident: given.state, events: given.events }, tickets, defaultPack);
    expect(page.blocks.length).toBeLessThanOrEqual(limits.viewBlocks);
    expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThanOrEqual(limits.viewBytes);
    expect(hasMrkdwn(page)).toBe(false);
    for (const block of page.blocks) expect(textOf(block).length).toBeLessThanOrEqual(12_000);
  });
});

function stateAt(given: IncidentCase, index: number): IncidentCase['state'] {
  const statuses = { drafted: 'draft', reviewed: 'reviewed', closed: 'closed' } as const;
  const { type } = given.events[index] ?? {};
  const status = statuses[type as keyof typeof statuses] ?? 'declared';
  return { ...given.state, status };
}

test.each(incidentSteps)('the form to %s says what follows and asks for words', (name) => {
  const view = buildIncidentStepForm(2_147_483_647, name);
  expect(view.title.text.length).toBeLessThanOrEqual(limits.title);
  expect(view.submit?.text.length).toBeLessThanOrEqual(limits.title);
  expect(view.blocks).toHaveLength(2);
});

test('AU-5 what stakeholders read counts customers and names none', () => {
  const given = having(
    having(drafted([held(1, 0), held(2, 1), held(3, 2)]), 20, lena, step('review', 'seen')),
    21,
    max,
    step('declare', filled(markup, 200)),
  );
  const event = given.events.at(-1);
  if (!event) throw new Error('there is no event');
  const file = { incident: given.state, events: given.events };
  const text = textOf(
    incidentViews.incidentPublished({ event, file, pack: defaultPack }).map(({ blocks }) => blocks),
  );
  expect(text).toContain('3 tickets, 3 customer accounts');
  expect(text).not.toContain('ACME');
});

test('ESL-3 who was asked to decide is not asked again once it is decided', () => {
  const reviewed = having(drafted(), 20, lena, step('review', 'seen'));
  const event = reviewed.events.at(-1);
  if (!event) throw new Error('there is no event');
  const declared = having(reviewed, 21, max, step('declare', 'it is'));
  const content = (given: IncidentCase) => ({
    event,
    file: { incident: given.state, events: given.events },
    pack: defaultPack,
  });
  expect(incidentViews.incidentReviewed(content(reviewed))).toHaveLength(1);
  expect(incidentViews.incidentReviewed(content(declared))).toEqual([]);
});

test('AU-5 the list says how many there are, and how many it leaves out', () => {
  const { state } = drafted([held(1, 0), held(2, 1), held(3, 2)]);
  const incidents = Array.from({ length: incidentsListed }, (_, index) => ({ ...state, number: index + 1 }));
  const text = JSON.stringify(buildIncidents({ incidents, open: 9, ended: 4 }, defaultPack));
  expect(text).toContain('9 open, then 4 that ended in the last 7 days');
  expect(text).toContain('… and 5 more.');
  const whole = JSON.stringify(buildIncidents({ incidents, open: 8, ended: 0 }, defaultPack));
  expect(whole).not.toContain('more.');
});
