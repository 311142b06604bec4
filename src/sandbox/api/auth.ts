import type { Core } from '../core.ts';
import type { Rec } from '../json.ts';
import type { Args } from './args.ts';
import { SlackError } from './errors.ts';

export const auth: Record<string, (args: Args, core: Core) => Rec> = {
  'api.test': (args) => {
    const error = args.text('error');
    const { token: _, ...rest } = args.raw;
    if (error !== undefined) throw new SlackError(error, { args: rest });
    return { args: rest };
  },

  'auth.test': (_args, core) => ({
    url: `https://${core.team.domain}.slack.com/`,
    team: core.team.name,
    user: 'handrail',
    team_id: core.team.id,
    user_id: core.app.botUserId,
    bot_id: core.app.botId,
    is_enterprise_install: false,
  }),
};
