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

/** Placeholders that nothing is known for or that a clause asks for, and promises of a resolution time. */
export function checkTemplates({ templates }: Pack): PackProblem[] {
  return (['acknowledgement', 'tier2Acknowledgement'] as const).flatMap((kind) =>
    priorityCodes.flatMap((priority) =>
      templateMessages(templates[kind][priority], needed[kind]).map((message) => ({
        path: ['templates', kind, priority],
        message,
      })),
    ),
  );
}

function templateMessages(template: string, asked: readonly string[]): string[] {
  const used = [...template.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? '');
  const messages = [...new Set(used)]
    .filter((name) => !Object.hasOwn(placeholders, name))
    .map((name) => `{${name}} is no placeholder: use ${placeholderList()}`);
  if (/[{}]/.test(template.replace(/\{[^{}]*\}/g, ''))) {
    messages.push(`a brace stands alone: braces are for placeholders, ${placeholderList()}`);
  }
  for (const name of asked) {
    if (!used.includes(name)) messages.push(`the message must tell {${name}}`);
  }
  for (const words of findResolutionPromise(filledIn(template), [])) {
    messages.push(`“${words}” promises a resolution time, which only a lead may do (T1-4)`);
  }
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
