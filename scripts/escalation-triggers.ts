import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { roleName } from '../src/sop/authority.ts';
import { clauses } from '../src/sop/clauses.ts';
import { triggers } from '../src/sop/escalation/index.ts';
import { type Trigger, triggerIds } from '../src/sop/escalation/trigger.ts';

const folder = 'src/sop/escalation';
export const documentPath = 'docs/escalation-triggers.md';

/** Writes the table of triggers from the registry. */
export async function main(): Promise<void> {
  writeFileSync(documentPath, buildTriggersDocument());
}

/** The document as it is to be. A test compares it with the one that is there. */
export function buildTriggersDocument(): string {
  const rows = triggerIds.map((id) => row(triggers[id]));
  return `# Escalation triggers

Written by \`npm run docs:triggers\` from \`${folder}/\`, where each trigger has a file of its own.

| Clause | What is met | At | Goes to | Who sees it | What happens | File |
|---|---|---|---|---|---|---|
${rows.join('\n')}

*Moves*: the ticket is at the tier it goes to from that moment. Its owner stays until somebody there has read the
record and accepts it (T2-1, LD-1). Not accepted in time, it goes on to the next tier, up to the Operations Manager.
*Notifies*: the leads are told, and it stays where it is.

## The clauses

${triggerIds.map((id) => `- **${id}** ${clauses[id]}`).join('\n')}
`;
}

const seenBy: Readonly<Record<Trigger['seenBy'], string>> = {
  software: 'Handrail',
  person: 'a person, one click',
  both: 'Handrail where it can, else a person',
};

function row({ id, words, from, to, seenBy: by, effect }: Trigger): string {
  const tiers = from.map(roleName).join(', ');
  const file = fileOf(id);
  return `| ${id} | ${words} | ${tiers} | ${roleName(to)} | ${seenBy[by]} | ${effect} | [${file}](../${folder}/${file}) |`;
}

/** The one file of the folder that holds this trigger's row. */
function fileOf(id: Trigger['id']): string {
  const files = readdirSync(folder).filter((file) =>
    new RegExp(`: Trigger = \\{\\s+id: '${id}'`).test(readFileSync(`${folder}/${file}`, 'utf8')),
  );
  const [file, other] = files;
  if (!file || other) throw new Error(`${id} has ${files.length} files in ${folder}`);
  return file;
}
