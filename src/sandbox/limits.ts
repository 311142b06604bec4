/** The largest sizes Slack accepts: characters, items, or as named. */
export const limits = {
  actionId: 255,
  blockId: 255,
  text: 3000,
  url: 3000,
  placeholder: 150,
  button: { text: 75, value: 2000, accessibilityLabel: 75 },
  confirm: { title: 100, text: 300, confirm: 30, deny: 30 },
  /** Slack's pages disagree on the value (75 or 150); what passes here passes either way. */
  option: { text: 75, value: 75, description: 75 },
  optionGroup: { label: 75, options: 100 },
  select: { options: 100, groups: 100 },
  overflow: { min: 1, max: 5 },
  checkboxes: 10,
  radioButtons: 10,
  plainTextInput: { maxLength: 3000 },
  section: { text: 3000, fields: 10, field: 2000 },
  header: 150,
  context: 10,
  actions: 25,
  input: { label: 2000, hint: 2000 },
  image: { altText: 2000, title: 2000 },
  markdown: 12_000,
  message: { blocks: 50, text: 40_000, updatedText: 4_000, textInBlocks: 13_200, metadataBytes: 8_000 },
  view: {
    blocks: 100,
    privateMetadata: 3000,
    callbackId: 255,
    externalId: 255,
    title: 24,
    submit: 24,
    close: 24,
    bytes: 250_000,
    stack: 3,
  },
  trigger: { livesMs: 3_000 },
  responseUrl: { uses: 5, livesMs: 30 * 60_000 },
  socket: { connections: 10, ticketLivesMs: 30_000 },
  postIntervalMs: 1_000,
} as const;

/** Calls a minute by rate tier, as Slack groups its methods. */
export const callsPerMinute = { 1: 1, 2: 20, 3: 50, 4: 100, 5: 600 } as const;

export type Tier = keyof typeof callsPerMinute;
