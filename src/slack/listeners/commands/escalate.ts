import type { Command } from './command.ts';
import { escalateSecurity } from './escalate-security.ts';

export const escalateCommand: Command = { name: '/escalate', forms: [escalateSecurity] };
