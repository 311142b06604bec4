import type { ModalView } from '@slack/types';
import type { Channels } from '../../../sop/desk-settings.ts';
import { type ChannelRole, channelRoles } from '../../../sop/notice.ts';
import { forms } from '../../ids.ts';
import { field, formView } from '../elements.ts';
import { lines } from '../rich-text.ts';

const labels: Record<ChannelRole, { label: string; hint: string }> = {
  tickets: {
    label: 'Tickets channel',
    hint: 'Each ticket has its card here, and its record in the card’s thread.',
  },
  shift: { label: 'Shift channel', hint: 'Handoff briefings and reminders before the end of a shift.' },
  leads: { label: 'Leads channel', hint: 'Clocks at risk, deviations, and what leads decide.' },
  stakeholders: {
    label: 'Stakeholders channel',
    hint: 'Critical tickets and incidents, told beyond the desk.',
  },
};

/** `/ops setup`: which Slack channel is which of the desk's. */
export function buildSetupForm(channels: Channels): ModalView {
  return formView({
    name: forms.setup,
    title: 'Set up the desk',
    submit: 'Save',
    metadata: {},
    blocks: [
      lines(['Handrail has to be a member of each channel: type /invite @Handrail there first.']),
      ...channelRoles.map((role) =>
        field(
          role,
          labels[role].label,
          {
            type: 'conversations_select',

            filter: { include: ['public', 'private'], exclude_bot_users: true },
            ...(channels[role] ? { initial_conversation: channels[role] } : {}),
          },
          { hint: labels[role].hint },
        ),
      ),
    ],
  });
}
