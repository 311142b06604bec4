import { expect, test } from 'vitest';
import type { ShiftFile } from '../../../src/desk/read-shift.ts';
import { checklistMessage } from '../../../src/slack/views/shift-notices/checklist.ts';
import { instant } from '../../../src/sop/instant.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import { emptyHandoff } from '../../../src/sop/shift/handoff/standing.ts';
import { begun, contextAt, having, ten } from '../../sop/shift/support.ts';
import { ana, taken } from '../../sop/ticket/support.ts';

test('CK-4: what only Handrail can see has no button to say that it is done', () => {
  const on = having(begun('UANA', 'tier1'), 0, ana, { type: 'comeOn' });
  const shift = {
    ...on,
    handoff: { ...emptyHandoff, since: instant(ten) },
    checklists: { ...on.checklists, end: { list: 'agentEnd', ticked: [], lookedAt: null } },
  } as const;
  const { facts } = contextAt(0, ana, { owned: [taken().state] });
  const file = { shift, facts, events: [] } as unknown as ShiftFile;
  const said = JSON.stringify(checklistMessage({ file, pack: defaultPack, now: new Date(ten) }, 'end'));
  expect(said).toContain('The handoff record is complete');
  expect(said).not.toContain('Done: The handoff record is complete');
  expect(said).not.toContain('Done: The next agent has acknowledged the record');
  expect(said).toContain('Done: The verbal briefing was given');
  expect(said).toContain('Look again');
});
