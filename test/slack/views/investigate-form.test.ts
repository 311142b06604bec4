import { expect, test } from 'vitest';
import { buildInvestigateForm } from '../../../src/slack/views/forms/investigate.ts';
import { system } from '../../../src/sop/actor.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import { escalated, investigated } from '../../sop/ticket/journey.ts';
import { type Case, having, tess } from '../../sop/ticket/support.ts';
import { fileOf } from './extreme.ts';

const requested = () => having(escalated(), 13, tess, { type: 'requestDiagnostics', tool: true });
const failed = () =>
  having(requested(), 14, system, {
    type: 'diagnosticsOutcome',
    request: requested().state.diagnostics?.seq ?? 0,
    outcome: { failure: 'http 503' },
  });

/** The fields in their order, the first part of each text. */
function fieldsOf(given: Case, owns: boolean, diagnosticsTool: boolean): readonly string[] {
  const { blocks } = buildInvestigateForm(fileOf(given), defaultPack, { owns, diagnosticsTool });
  return blocks.flatMap(({ block_id: id }) => (id && !/:\d/.test(id) ? [id] : []));
}

const byHand = ['link', 'generatedAt'];
const findings = ['point', 'finding'];
const causes = ['proximate', 'root', 'rootText'];

test.each([
  ['T2-4 no tool: the package first', escalated(), true, false, [...byHand, ...findings, ...causes]],
  ['T2-4 no tool, and it is there', investigated(), true, false, [...findings, ...causes, ...byHand]],
  ['T2-4 a tool that was not asked yet', escalated(), true, true, [...findings, ...causes]],
  ['T2-4 a tool that takes its time', requested(), true, true, [...byHand, ...findings, ...causes]],
  ['T2-4 a tool that failed', failed(), true, true, [...byHand, ...findings, ...causes]],
  ['T2-4 a tool that delivered', investigated(), true, true, [...findings, ...causes]],
  ['T2-5 somebody else’s ticket', escalated(), false, false, findings],
] as const)('%s', (_, given, owns, tool, fields) => {
  expect(fieldsOf(given, owns, tool)).toEqual(fields);
});
