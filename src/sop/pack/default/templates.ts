import type { PackInput } from '../schema.ts';

/** Messages to the customer (T1-4, T2-3): when we answer, and nothing about when or how it is solved. */
export const templates: PackInput['templates'] = {
  acknowledgement: {
    P1: `Hello,

your report “{title}” has reached us as {ticket}. We understand that it is about {category} and that your work has come to a stop, so we handle it as {priority}. A person is reading it now, and you will hear from us within {response}.

If anything changes before then, please answer this message.`,
    P2: `Hello,

your report “{title}” has reached us as {ticket}. We understand that it is about {category} and hampers important work, so we handle it as {priority}. You will hear from us within {response}.

If it gets worse before then, please answer this message.`,
    P3: `Hello,

thank you for your report “{title}”. It is with us as {ticket}; we understand that it is about {category} and handle it as {priority}. You will hear from us within {response}.

If you have anything to add, please answer this message.`,
    P4: `Hello,

thank you for writing to us about “{title}”. It is with us as {ticket}; we understand that it is about {category} and handle it as {priority}. We will get back to you within {response}.

If it becomes more pressing, please answer this message.`,
  },
  tier2Acknowledgement: {
    P1: `Hello,

{ticket}, “{title}”, is now with our second team, who are looking into it at this moment as {priority}. You will hear from them within {response}.`,
    P2: `Hello,

{ticket}, “{title}”, is now with our second team, who are looking into it as {priority}. You will hear from them within {response}.`,
    P3: `Hello,

{ticket}, “{title}”, has been passed to our second team, who are looking into it as {priority}. They will get back to you within {response}.`,
    P4: `Hello,

{ticket}, “{title}”, has been passed to our second team, who are looking into it as {priority}. They will get back to you within {response}.`,
  },
};
