import type { PackInput } from '../schema.ts';

/** CK-1 to CK-3. An item that says what Handrail `sees` is ticked by it, with what it saw; the others by the person. */
export const checklists: PackInput['checklists'] = {
  agentStart: [
    { id: 'record-reviewed', words: 'I have read the handoff record left for me' },
    { id: 'record-acknowledged', words: 'The handoff record is acknowledged', sees: 'received' },
    { id: 'queue-checked', words: 'The queue is checked for tickets at or near breach', sees: 'nearBreach' },
    { id: 'playbook-current', words: 'The playbook at hand is the current version', sees: 'playbook' },
    {
      id: 'matrix-published',
      words: 'The classification matrix in use is the published one',
      sees: 'matrix',
    },
    { id: 'alerts-reviewed', words: 'I have gone through the status alerts since the last shift' },
  ],
  agentEnd: [
    { id: 'nothing-new', words: 'No new ticket since the handoff was begun', sees: 'nothingNew' },
    { id: 'notes-current', words: 'The notes of all open tickets are current', sees: 'notesCurrent' },
    { id: 'record-complete', words: 'The handoff record is complete', sees: 'recordComplete' },
    { id: 'briefing-given', words: 'The verbal briefing was given', sees: 'briefed' },
    { id: 'acknowledged', words: 'The next agent has acknowledged the record', sees: 'acknowledged' },
    { id: 'patterns-logged', words: 'Patterns and anomalies are written down, or there were none' },
  ],
  lead: [
    { id: 'lead-record-reviewed', words: 'The outgoing lead’s record is reviewed', sees: 'received' },
    {
      id: 'positions-covered',
      words: 'Tier 1 and tier 2 positions are covered for the shift',
      sees: 'positions',
    },
    { id: 'overrides-reviewed', words: 'Open priority overrides are reviewed', sees: 'overrides' },
    {
      id: 'incidents-checked',
      words: 'Active incidents and monitored tickets are checked',
      sees: 'incidents',
    },
    {
      id: 'path-staffed',
      words: 'The escalation path is staffed: a manager can be reached',
      sees: 'manager',
    },
    { id: 'shift-briefed', words: 'The shift is briefed on known risks' },
  ],
};
