/** Every clause of the procedure in one sentence, as a refusal shows it to people on the desk. */
export const clauses = {
  'SC-1': 'This desk does triage, investigation, lead decisions, handoffs and exceptions.',
  'SC-2': 'Some requests belong to another document: send them there, and keep only what is ours.',

  'AU-1':
    'Everyone on the desk holds one of four roles, each answering to the next: tier 1, tier 2, lead, manager.',
  'AU-2':
    'Tier 1 classifies, acknowledges, uses Standard Fixes, closes what is resolved and passes on the rest.',
  'AU-3': 'Tier 2 adds diagnostics, a look at configuration and the Extended Fixes.',
  'AU-4':
    'Leads add configuration changes, overrides, exceptions, vendors, other teams and promises of time.',
  'AU-5': 'The Operations Manager may set policy aside, declare incidents and call in executives.',
  'AU-6':
    'To do what belongs to a higher role, first get a yes from the tier above; without it, it is a deviation.',
  'AU-7': 'Your own request always needs somebody else’s yes; if a rule seems wrong, flag it for review.',

  'ESC-1': 'After 20 minutes of active work without a solution, a ticket moves to tier 2.',
  'ESC-2': 'When every Standard Fix that applies was tried and the issue is still there, tier 2 takes over.',
  'ESC-3': 'A ticket that fits no category goes to tier 2, who classify it.',
  'ESC-4': 'If it takes more customer data than the read-only profile shows, stop and pass it to tier 2.',
  'ESC-5': 'If it takes a change of configuration, stop and pass it to tier 2.',
  'ESC-6': 'The third identical issue within an hour goes to tier 2 and may be an incident.',

  'ESL-1': 'When time is running out and no way forward is clear, the lead hears of it at once.',
  'ESL-2':
    'With no Extended Fix left, or no root cause found, the lead decides how the investigation goes on.',
  'ESL-3':
    'As soon as a second customer account is affected, the lead takes over and an incident is drafted.',
  'ESL-4': 'When another team or a vendor is needed, the lead coordinates it.',
  'ESL-5': 'What lies outside our authorization goes to the lead; we never give it to ourselves.',

  'SEC-1':
    'A suspected breach, intrusion or regulatory exposure goes straight to the lead, from anyone, at any time.',
  'SEC-2': 'While security is in question, work below lead stops and the customer is told nothing.',
  'SEC-3': 'The lead hands a security matter over under SEC-PCD-001 and notes the reference.',

  'T1-1': 'Take the longest-waiting ticket of the highest priority; from then on it always has an owner.',
  'T1-2': 'Read the description to its end, and each attachment, before you classify.',
  'T1-3': 'Give a ticket its category and its priority before doing anything else with it.',
  'T1-4': 'Acknowledge in time and say when we will answer, never when it will be solved.',
  'T1-5': 'Use the Standard Fixes that the playbook lists for the reported symptom.',
  'T1-6': 'Keep to the order of the Standard Fixes; one that does not fit is noted with the reason.',
  'T1-7':
    'Standard Fixes 7 and 11 can’t be undone: first make sure this customer has no transaction running.',
  'T1-8': 'Check with the fix’s own steps that the issue is gone; a customer saying so is not enough.',
  'T1-9': 'Close a resolved ticket with its fix, how it was verified, the outcome and a resolution code.',
  'T1-10': 'Choose resolution codes with care: counts, trends and patterns are drawn from them.',

  'T2-1': 'Go through everything tier 1 recorded, and don’t do again what is already done.',
  'T2-2': 'If an escalated ticket is under 30 minutes old, talk to the tier 1 agent when you can.',
  'T2-3':
    'Tell the customer that tier 2 is on it and when we will answer, with no word on cause or approach.',
  'T2-4': 'Pull the account’s diagnostic package and note when it was generated.',
  'T2-5': 'Write a finding at every point of the pathway, and keep proximate and root cause apart.',
  'T2-6': 'Use the Extended Fix that fits the root cause; if there is none, the lead gets your findings.',
  'T2-7': 'Extended Fixes 5 and 8 wait until a second agent has confirmed them in the ticket’s thread.',
  'T2-8': 'A tier 2 ticket closes with root cause, Extended Fix, verification method and follow-ups.',

  'LD-1': 'A lead reads the written record before accepting an escalation.',
  'LD-2': 'A priority changes on a documented criterion; raising it takes a written business impact first.',
  'LD-3': 'Those concerned hear of every override, and one to P1 starts the P1 Communication Protocol.',
  'LD-4': 'The lead looks in every 15 minutes until the ticket is resolved or in other hands.',

  'HO-1': 'The last 20 minutes of a shift are for handing over, so new tickets wait for the next agent.',
  'HO-2': 'The handoff record says of each open ticket where it stands and what it needs next.',
  'HO-3': 'Brief whoever comes next; your shift ends when they have acknowledged the record.',
  'HO-4': 'Read the record, ask about what is unclear, then acknowledge it: from there the queue is yours.',
  'HO-5': 'Give the first ten minutes of a shift to tickets that are closest to breach.',
  'HO-6': 'Leads hand over escalations, monitoring, overrides and incidents in the same manner.',

  'CK-1': 'An agent goes through the start list before taking up the shift.',
  'CK-2': 'An agent goes through the end list before leaving the shift.',
  'CK-3': 'A lead goes through the lead’s list at both ends of the shift.',
  'CK-4': 'Handrail ticks what it can see; you tick the rest, and the lead sees what is missing.',

  'EX-1': 'Doing something the procedure does not describe, or not as it describes it, is an exception.',
  'EX-2': 'The lead hears of an exception before it happens, or right after if it could not wait.',
  'EX-3':
    'Enter an exception no later than 30 minutes after your shift: what was due, what you did, and why.',
  'EX-4': 'What the procedure leaves open is reviewed every quarter, so it can get better.',

  'DOC-1': 'The procedure stands among other documents, each with a title and an owner.',
  'DOC-2': 'Confirm that a document is current before you rely on it in an exception or an audit.',
} as const satisfies Record<string, string>;

export type ClauseId = keyof typeof clauses;

export function isClauseId(text: string): text is ClauseId {
  return Object.hasOwn(clauses, text);
}
