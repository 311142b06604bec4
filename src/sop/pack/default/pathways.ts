import type { PackInput } from '../schema.ts';

/** REF-OPS-008: what an investigation decides one after the other (T2-5). Samples, to be replaced by a desk's own. */
export const pathways: PackInput['playbook']['pathways'] = [
  {
    category: 'AUTH',
    points: [
      {
        id: 'auth-stage',
        question: 'At which stage does it fail: credentials, second factor, session, or permission?',
      },
      { id: 'auth-reach', question: 'Does it hit one user, one role, or everyone in the account?' },
      {
        id: 'auth-change',
        question: 'Did roles, sign-in settings or the directory change shortly before the first failure?',
      },
      { id: 'auth-stored', question: 'Do the stored permissions follow from the user’s roles?' },
      {
        id: 'auth-intrusion',
        question: 'Is there any sign of somebody else at work? If so, stop and report it.',
      },
    ],
  },
  {
    category: 'PERF',
    points: [
      {
        id: 'perf-where',
        question: 'Where is the time spent: the client, the network, the application, or the database?',
      },
      {
        id: 'perf-since',
        question: 'Since when is it slower than the account’s median, and is it so all day?',
      },
      { id: 'perf-change', question: 'Which release, job or growth in data falls into that time?' },
      { id: 'perf-plan', question: 'Does the query plan fit the size of the data?' },
    ],
  },
  {
    category: 'DATA',
    points: [
      { id: 'data-stored', question: 'Is the stored record wrong, or only what is shown of it?' },
      { id: 'data-writer', question: 'Which user, job or integration wrote it last?' },
      { id: 'data-extent', question: 'How many records are concerned, and since when?' },
      { id: 'data-source', question: 'Do source and copy agree on one of them, and which is right?' },
    ],
  },
  {
    category: 'INTG',
    points: [
      { id: 'intg-side', question: 'On which side does the call fail, and with which answer?' },
      { id: 'intg-token', question: 'Who owns the token, and does its scope cover the call?' },
      { id: 'intg-schema', question: 'Did either side change its fields since the last success?' },
      { id: 'intg-outside', question: 'Does the other system report a disturbance of its own?' },
    ],
  },
  {
    category: 'UI',
    points: [
      { id: 'ui-reproduce', question: 'Does it happen in a fresh browser with the same account?' },
      { id: 'ui-version', question: 'Were all parts of the page delivered in the same version?' },
      { id: 'ui-data', question: 'Does it depend on the data shown, or on the page alone?' },
    ],
  },
  {
    category: 'BILLING',
    points: [
      { id: 'billing-compare', question: 'Where do plan, ledger and invoice differ first?' },
      { id: 'billing-event', question: 'Which event should have changed the ledger, and did it arrive?' },
      { id: 'billing-extent', question: 'Are other invoices of the account concerned?' },
      { id: 'billing-money', question: 'Is money to be given back? That part is redirected.' },
    ],
  },
];
