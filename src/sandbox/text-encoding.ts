import type { Core } from './core.ts';
import type { User } from './model.ts';

const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export const unescapeText = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

const findUser = (core: Core, name: string): User | undefined =>
  [...core.users.values()].find((user) => user.name.toLowerCase() === name.toLowerCase());

/**
 * What a person types, as Slack sends it on: `&<>` escaped, names of people, groups and channels turned into
 * references. `withNames` adds the name to the reference, as in the text of a slash command.
 */
export const encodeTyped = (core: Core, typed: string, withNames: boolean): string =>
  escapeText(typed)
    .replaceAll(/@([\p{L}\d][\p{L}\d._-]*)/gu, (whole, given: string) => {
      const name = given.replace(/[._-]+$/, '');
      const rest = given.slice(name.length);
      if (['channel', 'here', 'everyone'].includes(name)) return `<!${name}>${rest}`;
      const user = findUser(core, name);
      if (user) return `<@${user.id}${withNames ? `|${user.name}` : ''}>${rest}`;
      const group = [...core.groups.values()].find((candidate) => candidate.handle === name);
      return group ? `<!subteam^${group.id}${withNames ? `|@${group.handle}` : ''}>${rest}` : whole;
    })
    .replaceAll(/#([\p{L}\d][\p{L}\d._-]*)/gu, (whole, name: string) => {
      const channel = [...core.channels.values()].find(
        (candidate) => candidate.kind !== 'im' && candidate.name === name,
      );
      return channel ? `<#${channel.id}|${channel.name}>` : whole;
    });
