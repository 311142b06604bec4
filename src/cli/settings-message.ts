import type { SettingsProblem } from '../settings.ts';

/** Every problem at once, and where to see Handrail without any settings. */
export function settingsMessage(problems: readonly SettingsProblem[]): string {
  return [
    'Handrail cannot start with these settings:',
    ...problems.map(({ name, message }) => `  ${name} ${message}`),
    '',
    'Set them in the environment or in a file named .env (.env.example shows all of them).',
    'To see Handrail at work without a Slack workspace: npm run sandbox',
  ].join('\n');
}
