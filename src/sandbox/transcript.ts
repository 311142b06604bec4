import type { Core } from './core.ts';
import { findMessage } from './messages.ts';
import type { Change, Channel, StoredMessage, StoredView } from './model.ts';
import { type Form, formText, readForm } from './person/form.ts';
import { readMessage, readTextObject } from './rendering.ts';
import { authorOf, buttonsOf } from './sight.ts';

export type TranscriptOptions = {
  /** IANA zone in which times are shown, e.g. `Europe/Lisbon`. */
  timeZone: string;
  /** Where lines go as they come; kept in `lines` either way. */
  write?: (line: string) => void;
};

export type Transcript = { readonly lines: readonly string[]; note(text: string): void; stop(): void };

const margin = ' '.repeat(8);

/** What a card begins with: `T-4 · …`, `INC-1 · …`. */
const numberOf = (core: Core, message: StoredMessage): string | undefined =>
  /^[A-Z]+-\d+\b/.exec(readMessage(core, message))?.[0];

/** What a thread is called: its ticket's number, else its first words. */
const titleOf = (core: Core, message: StoredMessage): string =>
  numberOf(core, message) ?? (readMessage(core, message).split('\n')[0] ?? '').slice(0, 24);

const userName = (core: Core, id: string) => core.users.get(id)?.name ?? id;

/** Direct messages are the bot's with one person. */
const directTo = (core: Core, { members }: Channel): string => {
  const people = [...members].filter((id) => id !== core.app.botUserId);
  return `direct message to ${people.map((id) => userName(core, id)).join(', ')}`;
};

const placeOf = (core: Core, channelId: string, threadTs: string | undefined): string => {
  const channel = core.channels.get(channelId);
  const name = !channel ? 'Slack' : channel.kind === 'im' ? directTo(core, channel) : `#${channel.name}`;
  const root = threadTs === undefined ? undefined : findMessage(core, channelId, threadTs);
  return root ? `${name} › ${titleOf(core, root)} thread` : name;
};

const buttons = (labels: string[]) => labels.map((label) => `[${label}]`).join(' ');

/** Text, and its buttons on a line of their own when the text has several lines. */
const bodyOf = (core: Core, message: StoredMessage): string =>
  [readMessage(core, message), buttons(buttonsOf(core, message.blocks))]
    .filter((part) => part !== '')
    .join(readMessage(core, message).includes('\n') ? '\n' : '  ');

const describeForm = (core: Core, view: StoredView, filled: boolean): string => {
  const form = readForm(core, view);
  const fields = form.fields.map((field) => {
    const value = Array.isArray(field.value) ? field.value.join(', ') : (field.value ?? '');
    if (!filled) return value === '' ? field.label : `${field.label} (${value})`;
    return `${field.label}: ${value === '' ? '—' : value}`;
  });
  return [`"${form.title}"`, ...fields.map((field) => `· ${field}`)].join(filled ? '\n' : '  ');
};

/** How many lines of a long text the log shows. */
const shownLines = 8;

/** A form with its long texts cut: the log is to be read, the form itself holds everything. */
const shortened = (form: Form): Form => ({
  ...form,
  text: form.text.map((text) => {
    const lines = text.split('\n');
    const rest = lines.length - shownLines;
    return rest > 0 ? [...lines.slice(0, shownLines), `(… ${rest} more lines)`].join('\n') : text;
  }),
});

/** A log of what happens, as the people in the workspace would tell it. */
export const keepTranscript = (core: Core, options: TranscriptOptions): Transcript => {
  const lines: string[] = [];
  const shown = new Map<StoredMessage, string>();
  const forms = new Map<string, string>();
  const time = new Intl.DateTimeFormat('en-GB', {
    timeZone: options.timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });

  const say = (text: string): void => {
    const entry = `${time.format(core.clock.now())}   ${text.replaceAll('\n', `\n${margin}  `)}`;
    for (const line of entry.split('\n')) {
      lines.push(line.trimEnd());
      options.write?.(line.trimEnd());
    }
  };

  const posted = (message: StoredMessage): void => {
    const body = bodyOf(core, message);
    shown.set(message, body);
    const alone = message.onlyFor === undefined ? '' : ` (only ${userName(core, message.onlyFor)} sees)`;
    say(`${placeOf(core, message.channelId, message.threadTs)}  ${authorOf(core, message)}${alone}: ${body}`);
  };

  /** Only the lines that are new: a card has many, and mostly one of them changes. */
  const edited = (message: StoredMessage): void => {
    const before = (shown.get(message) ?? '').split('\n');
    const body = bodyOf(core, message);
    shown.set(message, body);
    const fresh = body.split('\n').filter((line) => !before.includes(line));
    if (fresh.length === 0) return;
    // A card is known by its number; what else stands in a channel, by where it stands.
    const what =
      message.threadTs === undefined && numberOf(core, message) !== undefined
        ? `card ${titleOf(core, message)}`
        : placeOf(core, message.channelId, message.threadTs);
    say(`✎ ${what} now: ${fresh.join(' / ')}`);
  };

  /** What it said is gone, also from here. */
  const removed = ({ channelId, threadTs }: StoredMessage): void =>
    say(`✗ ${placeOf(core, channelId, threadTs)}: a message was taken back`);

  const shownForm = (view: StoredView): void => {
    const text = formText(shortened(readForm(core, view)));
    if (forms.get(view.id) !== text) say(`${userName(core, view.userId)} sees\n${text}`);
    forms.set(view.id, text);
  };

  const seen = (what: string, view: StoredView): void => {
    if (view.type === 'home') return;
    const { title, errors, trouble } = readForm(core, view);
    const whose = `${userName(core, view.userId)}'s form "${title}" says`;
    const complaints = Object.entries(errors).map(([label, error]) => `${label}: ${error}`);
    if (what === 'closed') forms.delete(view.id);
    else if (what === 'trouble') say(`${whose}: ${trouble}`);
    else if (what === 'errors') say(`${whose}: ${complaints.join('; ')}`);
    else shownForm(view);
  };

  const listen = (change: Change): void => {
    switch (change.type) {
      case 'message':
        if (change.what === 'posted') posted(change.message);
        else if (change.what === 'edited') edited(change.message);
        else removed(change.message);
        break;
      case 'command':
        say(
          `${placeOf(core, change.channelId, undefined)}  ${userName(core, change.userId)} types: ${change.text}`,
        );
        break;
      case 'pressed':
        // A choice in a form is seen in the form that is submitted.
        if (change.label !== '') say(`${userName(core, change.userId)} presses [${change.label}]`);
        break;
      case 'submitted': {
        const submit = readTextObject(core, change.view.body.submit);
        say(
          `${userName(core, change.view.userId)} submits ${describeForm(core, change.view, true)}  [${submit}]`,
        );
        break;
      }
      case 'view':
        seen(change.what, change.view);
        break;
      case 'channel':
        if (change.what !== 'created') say(`#${change.channel.name}: ${change.what}`);
        break;
      default:
    }
  };

  core.changes.on('change', listen);
  return {
    lines,
    note: (text) => say(text),
    stop: () => void core.changes.off('change', listen),
  };
};
