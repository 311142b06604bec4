import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { buildTriggersDocument, documentPath } from '../../../scripts/escalation-triggers.ts';
import { roleRank, roles } from '../../../src/sop/actor.ts';
import { triggers } from '../../../src/sop/escalation/index.ts';
import { personTriggers } from '../../../src/sop/escalation/person-triggers.ts';
import { triggerIds } from '../../../src/sop/escalation/trigger.ts';

describe('the registry of triggers', () => {
  test('holds every trigger under its own clause', () => {
    expect(Object.keys(triggers)).toEqual([...triggerIds]);
    for (const [id, trigger] of Object.entries(triggers)) expect(trigger.id).toBe(id);
  });

  test('each row stands in a file of the folder, and every such file is registered', () => {
    const rows = readdirSync('src/sop/escalation').flatMap((file) =>
      [...readFileSync(`src/sop/escalation/${file}`, 'utf8').matchAll(/: Trigger = \{\s+id: '([^']+)'/g)].map(
        ([, id]) => id,
      ),
    );
    expect(rows.toSorted()).toEqual([...triggerIds].toSorted());
  });

  test('AU-1 each goes to the tier above those it counts at; a security concern goes to the lead from any', () => {
    for (const { id, from, to } of Object.values(triggers)) {
      if (id === 'SEC-1') expect(from).toEqual(roles);
      else for (const tier of from) expect(roleRank(to)).toBe(roleRank(tier) + 1);
    }
  });

  test('what it says fits a choice of a form', () => {
    for (const { id, words } of Object.values(triggers))
      expect(`${id} · ${words}`.length).toBeLessThanOrEqual(75);
  });

  test.each([
    ['tier1', ['ESC-4', 'ESC-5']],
    ['tier2', ['ESL-2', 'ESL-4', 'ESL-5']],
    ['lead', ['LD-4']],
    ['manager', []],
  ] as const)('AU-2 a person may name at %s: %j', (tier, ids) => {
    expect(personTriggers(tier).map(({ id }) => id)).toEqual(ids);
  });

  test('docs/escalation-triggers.md is written from it: npm run docs:triggers', () => {
    expect(readFileSync(documentPath, 'utf8')).toBe(buildTriggersDocument());
  });
});
