import { describe, expect, test } from 'vitest';
import { checkMessageBlocks } from '../../../src/sandbox/blocks/surface.ts';
import {
  buildAuditFound,
  buildClocksGoOn,
  buildClocksSetAside,
} from '../../../src/slack/views/desk-faults.ts';
import { type AuditFindingKind, auditFindingKinds, decideDeskFault } from '../../../src/sop/desk-faults.ts';

const fault = 'F-00000001';

test('what is set aside is named with its fault id, and the plan of shifts by what it is', () => {
  expect(JSON.stringify(buildClocksSetAside({ stream: 'T-12', fault }).blocks)).toContain('clocks of T-12. ');
  const plan = buildClocksSetAside({ stream: 'desk', fault });
  expect(plan.text).toBe(`Handrail cannot read the clocks of the plan of shifts (${fault}).`);
  expect(buildClocksGoOn({ stream: 'T-12' }).text).toContain('The clocks of T-12 go on.');
});

describe('what the self-audit found', () => {
  test.each(auditFindingKinds)(
    '%s has words, in a channel, in a direct message and about neither',
    (kind) => {
      for (const channelId of ['C1', 'D1', null]) {
        const message = buildAuditFound({ fault, findings: [{ kind, stream: 'T-12', channelId }], more: 0 });
        const text = JSON.stringify(message.blocks);
        expect(text).toMatch(/T-12|Messages have waited|lacks the permission/);
        expect(text).not.toContain('undefined');
      }
    },
  );

  test('of a record that cannot be read nobody promises that it is complete', () => {
    const about = (kind: AuditFindingKind) =>
      JSON.stringify(
        buildAuditFound({ fault, findings: [{ kind, stream: 'T-12', channelId: null }], more: 0 }).blocks,
      );
    expect(about('unwritten')).toContain('The record itself is complete');
    expect(about('unreadable')).not.toContain('The record itself is complete');
  });

  test('many are cut short, say how many more there are, and fit into one message', () => {
    const findings = Array.from({ length: 250 }, (_, index) => ({
      kind: 'removed' as const,
      stream: `T-${index}`,
      channelId: 'C012345678',
    }));
    const [event] = decideDeskFault({ type: 'auditFound', fault, findings }, []);
    if (event?.type !== 'auditFound') throw new Error('nothing was found');
    const message = buildAuditFound(event.payload);
    expect(JSON.stringify(message.blocks)).toContain('… and 230 more.');
    expect(checkMessageBlocks([...message.blocks])).toEqual([]);
  });
});
