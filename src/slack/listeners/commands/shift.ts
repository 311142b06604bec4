import { handleChecklist } from '../checklist.ts';
import { handleShiftOff, handleShiftOn } from '../shift.ts';
import { handleCover, handleWhoIsOn } from '../shift-cover.ts';
import type { Command } from './command.ts';

export const shiftCommand: Command = {
  name: '/shift',
  forms: [
    {
      word: 'on',
      usage: 'on [HH:MM]',
      summary: 'go on shift, for as long as is planned or until that time',
      opensForm: false,
      run: handleShiftOn,
    },
    {
      word: 'off',
      usage: 'off [HH:MM]',
      summary: 'go off shift, once what you leave is acknowledged; with a time, say when you will leave',
      opensForm: false,
      run: handleShiftOff,
    },
    {
      word: 'who',
      usage: 'who',
      summary: 'who is on shift and until when, who is missing, who comes next',
      opensForm: false,
      run: handleWhoIsOn,
    },
    {
      word: 'cover',
      usage: 'cover [@user HH:MM-HH:MM]',
      summary: 'take somebody’s place for a part of their shift; alone, your covers',
      opensForm: false,
      run: handleCover,
    },
    {
      word: 'checklist',
      usage: 'checklist',
      summary: 'what is left of your list for the start or the end of your shift',
      opensForm: false,
      run: handleChecklist,
    },
  ],
};
