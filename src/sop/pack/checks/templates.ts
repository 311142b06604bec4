import { findCauseOrApproach } from '../../cause-or-approach.ts';
import { findResolutionPromise } from '../../promise.ts';
import { type Pack, priorityCodes } from '../schema.ts';
import type { PackProblem } from './problem.ts';

/** What a template may hold, with an example of what comes in its place. */
const placeholders: Record<string, string> = {
  ticket: 'T-12',
  category: 'signing in and access',
  priority: 'P3 Standard',
  response: '4 working hours',
  title: 'Sign-in fails',
};

/** T1-4, T2-3: what each message must tell. */
const needed = { acknowledgement: ['category', 'response'], tier2Acknowledgement: ['response'] } as const;

/** Placeholders that nothing is known for or that a clause asks for, promises of a resolution time, causes and approaches. */
export function checkTemplates({ templates }: Pack): PackProblem[] {
  return (['acknowledgement', 'tier2Acknowledgement'] as const).flatMap((kind) =>
    priorityCodes.flatMap((priority) =>
      templateMessages(templates[kind][priority], kind).map((message) => ({
        path: ['templates', kind, priority],
        message,
      })),
    ),
  );
}

function templateMessages(template: string, kind: keyof typeof needed): string[] {
  const used = [...template.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? '');
  const messages = [...new Set(used)]
    .filter((name) => !Object.hasOwn(placeholders, name))
    .map((name) => `{${name}} is no placeholder: use ${placeholderList()}`);
  if (/[{}]/.test(template.replace(/\{[^{}]*\}/g, ''))) {
    messages.push(`a brace stands alone: braces are for placeholders, ${placeholderList()}`);
  }
  for (const name of needed[kind]) {
    if (!used.includes(name)) messages.push(`the message must tell {${name}}`);
  }
  for (const words of findResolutionPromise(filledIn(template), [])) {
    messages.push(`“${words}” promises a resolution time, which only a lead may do (T1-4)`);
  }
  const named = kind === 'tier2Acknowledgement' ? findCauseOrApproach(filledIn(template), []) : [];
  for (const words of named) messages.push(`“${words}” names a cause or an approach (T2-3)`);
  return messages;
}

function filledIn(template: string): string {
  return template.replace(/\{([^{}]*)\}/g, (whole, name: string) =>
    Object.hasOwn(placeholders, name) ? (placeholders[name] ?? whole) : whole,
  );
}

function placeholderList(): string {
  return Object.keys(placeholders)
    .map((name) => `{${name}}`)
    .join(' ');
}
